/** The command line of chat-tui: what it is to do, and with which server and account. */

import { Command, InvalidArgumentError, Option } from "commander";
import { type Expected, type Fingerprint, readFingerprint } from "../protocol/index.ts";
import type { SubcommandName } from "./subcommands.ts";

/** Whom to be, and where, as far as the command line says. */
export interface AskedPlace {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly profile: string | undefined;
  readonly fingerprint: Fingerprint | undefined;
  readonly passwordFile: string | undefined;
  readonly takeover: boolean;
}

/** Whom to be, and where. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** "" for none. */
  readonly user: string;
  /** The certificate that the server has to show. */
  readonly expected: Expected | undefined;
  readonly passwordFile: string | undefined;
  readonly takeover: boolean;
}

export interface ChatOptions {
  readonly line: boolean;
  readonly signup: boolean;
  /** Whether the login is kept for the next start, unless the form says otherwise. */
  readonly remember: boolean;
}

export interface SendOptions {
  readonly to: string;
  /** Undefined: standard input has it. */
  readonly text: string | undefined;
}

export interface TailOptions {
  readonly json: boolean;
  /** "" for all. */
  readonly conversation: string;
}

export interface ExportOptions {
  readonly file: string;
}

export interface WhoOptions {
  readonly json: boolean;
  readonly recent: boolean;
}

export type CommandLine = {
  readonly place: AskedPlace;
  /** The settings file, where it isn't the usual one. */
  readonly config: string | undefined;
} & (
  | { readonly task: "chat"; readonly options: ChatOptions }
  | { readonly task: "send"; readonly options: SendOptions }
  | { readonly task: "tail"; readonly options: TailOptions }
  | { readonly task: "who"; readonly options: WhoOptions }
  | { readonly task: "export"; readonly options: ExportOptions }
  | { readonly task: "keytest"; readonly options: unknown }
);

/** Understood before and after the name of a subcommand. */
function placeOptions(): Option[] {
  return [
    new Option("--host <address>", "server to connect to").default(undefined, lastOr("127.0.0.1")),
    new Option("--port <number>", "its TCP port").default(undefined, lastOr("2000")).argParser(portOf),
    new Option("--user <name>", "log in with this name").default(undefined, lastOr("none")),
    new Option("--profile <name>", "take these three from a profile in the settings"),
    new Option(
      "--fingerprint <SHA256:…>",
      "trust this certificate of the server, which says it when it starts, and no other",
    ).argParser(fingerprintOf),
    new Option("--config <file>", "another settings file"),
    new Option(
      "--password-file <file>",
      "log in with the password in this file, which only you may read",
    ).env("CHAT_PASSWORD_FILE"),
    new Option("--takeover", "end a session that the account has elsewhere, without asking").default(false),
  ];
}

/** Without a server on the command line, the last one is meant. */
function lastOr(usual: string): string {
  return `${usual}, or the last`;
}

function chatOptions(): Option[] {
  return [
    new Option("--line", "line mode: plain lines instead of a full screen").default(false),
    new Option("--signup", "make a new account").default(false),
    new Option("--remember", "stay logged in on this machine: the next start needs no password").default(
      false,
    ),
  ];
}

/** A subcommand, as the documentation shows it. */
export interface Subcommand {
  readonly usage: string;
  readonly help: string;
  readonly options: readonly Option[];
}

const jsonOption = (what: string): Option => new Option("--json", what).default(false);

export const subcommands: Readonly<Record<SubcommandName, Subcommand>> = {
  send: {
    usage: "send <name> [text...]",
    help: "send a message to someone, or to everyone; without a text, what standard input has. Ends once the server has stored it.",
    options: [],
  },
  tail: {
    usage: "tail",
    help: "print messages as they come, those first that were missed. They count as received, but not as read.",
    options: [
      jsonOption("one JSON object per line, with the text as it was sent"),
      new Option("--conversation <name>", "only this one: everyone, or someone's name").default("", "all"),
    ],
  },
  export: {
    usage: "export <file>",
    help: "write all that the server has of you into a new file that only you may read, as JSON lines",
    options: [],
  },
  keytest: {
    usage: "keytest",
    help: "show what the terminal sends for each key that is pressed, and what it is bound to",
    options: [],
  },
  who: {
    usage: "who",
    help: "print who is online",
    options: [
      new Option("--recent", "who logged in within the last hour instead").default(false),
      jsonOption("one JSON object per line"),
    ],
  },
};

/** Options of chat-tui itself. */
export function clientOptions(): Option[] {
  return [...placeOptions(), ...chatOptions()];
}

/** Parses the arguments after the program's name; on a mistake prints what to do and exits with status 1. */
export function parseCommandLine(version: string, args: readonly string[]): CommandLine {
  let parsed: CommandLine | undefined;
  const program = new Command("chat-tui")
    .description("Chat for people who live in the terminal: the client.")
    .version(version)
    .allowExcessArguments(false)
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(true)
    .hook("preSubcommand", refuseChatOptions);
  for (const option of clientOptions()) program.addOption(option);
  const about = (): Pick<CommandLine, "place" | "config"> => askedOf(program.opts());
  program
    .argument("[profile]", "same as --profile")
    .action((profile: string | undefined, options: ChatOptions) => {
      const { place, config } = about();
      const { line, signup, remember } = options;
      parsed = {
        task: "chat",
        place: { ...place, profile: profile ?? place.profile },
        config,
        options: { line, signup, remember },
      };
    });
  add(program, "send").action((to: string, words: string[]) => {
    const text = words.length > 0 ? words.join(" ") : undefined;
    parsed = { task: "send", ...about(), options: { to, text } };
  });
  add(program, "tail").action((options: TailOptions) => {
    parsed = { task: "tail", ...about(), options };
  });
  add(program, "who").action((options: WhoOptions) => {
    parsed = { task: "who", ...about(), options };
  });
  add(program, "export").action((file: string) => {
    parsed = { task: "export", ...about(), options: { file } };
  });
  add(program, "keytest").action((options: unknown) => {
    parsed = { task: "keytest", ...about(), options };
  });
  program.parse(args, { from: "user" });
  if (parsed === undefined) throw new Error("A command has no action.");
  return parsed;
}

function add(program: Command, name: keyof typeof subcommands): Command {
  const { usage, help, options } = subcommands[name];
  const command = program.command(usage).description(help).allowExcessArguments(false);
  for (const option of options) command.addOption(option);
  return command;
}

/** They would be understood, and mean nothing. */
function refuseChatOptions(program: Command): void {
  for (const option of chatOptions()) {
    const given = program.getOptionValue(option.attributeName()) === true;
    if (given) program.error(`error: ${option.flags} is not for a subcommand.`);
  }
}

type Asked = AskedPlace & { readonly config: string | undefined };

function askedOf({
  host,
  port,
  user,
  profile,
  fingerprint,
  passwordFile,
  takeover,
  config,
}: Asked): Pick<CommandLine, "place" | "config"> {
  return { place: { host, port, user, profile, fingerprint, passwordFile, takeover }, config };
}

function fingerprintOf(text: string): Fingerprint {
  const fingerprint = readFingerprint(text);
  if (fingerprint !== undefined) return fingerprint;
  throw new InvalidArgumentError("A fingerprint is SHA256: and 64 hex digits, as the server says it.");
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  }
  return port;
}
