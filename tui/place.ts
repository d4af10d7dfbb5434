/** Whom to be, and where: what the command line says, then the profile, then where one was last. Pure. */
import type { Expected, Fingerprint } from "../protocol/index.ts";
import { Failure } from "./failure.ts";
import type { AskedPlace, Place } from "./options.ts";
import { didYouMean, quoted } from "./settings/problems.ts";
import type { Profile } from "./state/settings.ts";
import type { LastUsed } from "./storage/last-used.ts";
import type { Server } from "./storage/place.ts";

const usual = { host: "127.0.0.1", port: 2000 };

/** `pinOf`: the certificate that was accepted there before. Throws a Failure where there is no such profile. */
export function placeOf(
  asked: AskedPlace,
  profiles: Readonly<Record<string, Profile>>,
  last: LastUsed | undefined,
  pinOf: (server: Server) => Fingerprint | undefined,
): Place {
  const { host, port, user, profile, passwordFile, takeover } = asked;
  // Where one was last is one place: half of it and half of another is none.
  const isAnywhere = profile === undefined && host === undefined && port === undefined;
  const fallback = (isAnywhere && last) || usual;
  const named = profile === undefined ? {} : profileNamed(profile, profiles);
  const server = { host: host ?? named.host ?? fallback.host, port: port ?? named.port ?? fallback.port };
  const isLast = server.host === last?.host && server.port === last.port;
  return {
    ...server,
    user: user ?? named.user ?? (isLast ? last.user : ""),
    expected: expectedOf(asked.fingerprint ?? named.fingerprint, () => pinOf(server)),
    passwordFile,
    takeover,
  };
}

/** What a person says counts more than what was accepted before. */
function expectedOf(said: Fingerprint | undefined, pin: () => Fingerprint | undefined): Expected | undefined {
  const fingerprint = said ?? pin();
  return fingerprint === undefined ? undefined : { fingerprint, pinned: said === undefined };
}

function profileNamed(name: string, profiles: Readonly<Record<string, Profile>>): Profile {
  if (Object.hasOwn(profiles, name) && profiles[name]) return profiles[name];
  const names = Object.keys(profiles);
  const known =
    names.length === 0
      ? 'The settings file has none: "profiles": { "work": { "host": "…", "port": 2000, "user": "…" } }.'
      : `There are: ${names.join(", ")}.${didYouMean(name, names)}`;
  throw new Failure(`There is no profile called ${quoted(name)}. ${known}`);
}
