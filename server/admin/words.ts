/** What `chat-server admin` prints of accounts, times and counts. Times are in UTC, for whoever compares them with logs. */
import type { User } from "./users.ts";

/** `until` undefined: without an end. */
export function endWords(until: number | undefined): string {
  return until === undefined ? "until it is lifted" : `until ${stamp(until)}`;
}

export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Names are at most 20 characters wide. */
export function userRows(users: readonly User[]): string[] {
  return users.map(({ name, loginAt, ...state }) => {
    const login = loginAt === undefined ? "never logged in" : stamp(loginAt);
    return [name.padEnd(20), login.padEnd(20), stateWords(state)].join(" ").trimEnd();
  });
}

function stateWords({ online, lockedUntil, ban }: Omit<User, "name" | "loginAt">): string {
  return [
    online && `online from ${online.address}`,
    lockedUntil !== undefined && `locked until ${stamp(lockedUntil)}`,
    ban && `banned ${endWords(ban.until)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function stamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
