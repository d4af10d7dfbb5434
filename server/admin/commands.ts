/** `chat-server admin`: one row per command, with what it asks of the server and what it prints of the answer. */
import { InvalidArgumentError, Option } from "commander";
import type { Call } from "./call.ts";
import { secondsIn } from "./durations.ts";
import { newPassword } from "./new-password.ts";
import type { Answered } from "./verbs.ts";
import { endWords, plural, userRows } from "./words.ts";

export interface AdminOptions {
  readonly for?: number;
  readonly passwordFile?: string;
}

export interface AdminCommand {
  /** Its name and what comes after it. */
  readonly usage: string;
  readonly help: string;
  readonly options: readonly Option[];
  /** Prints lines as they come; `subject` is what comes after the name. */
  run(call: Call, print: (line: string) => void, subject: string, options: AdminOptions): Promise<void>;
}

const duration = new Option(
  "--for <time>",
  "how long, such as 30m, 2h or 7d; without it until it is lifted",
).argParser((text) => {
  const seconds = secondsIn(text);
  if (seconds === undefined)
    throw new InvalidArgumentError("It is a number with s, m, h, d or w after it: 2h.");
  return seconds;
});

const passwordFile = new Option(
  "--password-file <file>",
  "read it from this file instead of asking; - for standard input",
);

export const adminCommands: readonly AdminCommand[] = [
  {
    usage: "users",
    help: "list all accounts: last login, who is online and from where, who is locked or banned",
    options: [],
    async run(call, print) {
      for (let after: string | undefined = ""; after !== undefined; ) {
        const page: Answered<"users"> = await call("users", { after });
        for (const row of userRows(page.users)) print(row);
        after = page.after;
      }
    },
  },
  {
    usage: "kick <name>",
    help: "end the account's connection; it can log in again",
    options: [],
    async run(call, print, subject) {
      const { name } = await call("kick", { name: subject });
      print(`${name}'s connection is ended.`);
    },
  },
  {
    usage: "ban <name-or-address>",
    help: "keep an account or an address out, and end its connections",
    options: [duration],
    async run(call, print, who, { for: seconds }) {
      const { target, until, ended } = await call("ban", { who, seconds });
      print(`${target} is banned ${endWords(until)}. ${plural(ended, "connection")} ended.`);
    },
  },
  {
    usage: "unban <name-or-address>",
    help: "let them in again",
    options: [],
    async run(call, print, who) {
      const { target } = await call("unban", { who });
      print(`${target} is not banned any more.`);
    },
  },
  {
    usage: "bans",
    help: "list who is banned, and until when",
    options: [],
    async run(call, print) {
      const { bans } = await call("bans", {});
      for (const { target, until } of bans) print(`${target} ${endWords(until)}`);
    },
  },
  {
    usage: "reset-password <name>",
    help: "give the account a new password, which is asked for; all its sessions and saved logins end",
    options: [passwordFile],
    async run(call, print, subject, { passwordFile: path }) {
      const { name, ended } = await call("reset-password", {
        name: subject,
        password: await newPassword(path),
      });
      print(`${name} has the new password.${ended ? " The session under way is ended." : ""}`);
    },
  },
  {
    usage: "unlock <name>",
    help: "forget the account's failed logins, and the lock that three of them set",
    options: [],
    async run(call, print, subject) {
      const { name, scopes } = await call("unlock", { name: subject });
      print(
        scopes.length === 0
          ? `${name} had no failed logins.`
          : `${name}'s failed logins are forgotten, from ${scopes.join(", ")}.`,
      );
    },
  },
  {
    usage: "stats",
    help: "what the server counts: connections, sessions, requests, messages, failed logins, memory",
    options: [],
    async run(call, print) {
      const { families } = await call("stats", {});
      for (const { name, help, samples } of families) {
        for (const { labels = {}, value } of samples) {
          if (value === 0 && samples.length > 1) continue;
          print([`${Number(value.toFixed(6))}`, name, ...Object.values(labels), `(${help})`].join(" "));
        }
      }
    },
  },
];
