/** How the login form begins: as the command line says, and with the login that this machine has kept. */
import { canonical } from "../protocol/index.ts";
import type { ChatOptions, Place } from "./options.ts";
import type { LoginBeginning } from "./state/login.ts";
import type { LastUsed } from "./storage/last-used.ts";
import { dataFolder } from "./storage/place.ts";
import { readToken } from "./storage/token.ts";

/** Where no name is given, whoever was last on this server, if they stay logged in. */
export function asKept(place: Place, last: LastUsed | undefined): Place {
  const isThere = last?.host === place.host && last.port === place.port;
  if (place.user !== "" || !isThere || !readToken(dataFolder(), place, last.user)) return place;
  return { ...place, user: last.user };
}

/** Whoever gives a password, or wants a new account, doesn't mean the login that was kept. */
export function beginningOf(
  place: Place,
  { signup, remember }: Omit<ChatOptions, "line">,
  password: string | undefined,
): LoginBeginning {
  const { user, takeover } = place;
  const mayResume = !signup && user !== "" && password === undefined;
  const saved = mayResume && readToken(dataFolder(), place, user) ? canonical(user) : undefined;
  return { mode: signup ? "signup" : "login", takeover, remember, saved };
}
