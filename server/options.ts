/** The command line of chat-server: one table of options for the parser, `--help` and the README. */
import { Command, InvalidArgumentError, Option } from "commander";
import { type AdminCommand, type AdminOptions, adminCommands } from "./admin/commands.ts";
import type { CertificateFiles } from "./certificate.ts";
import { configure } from "./configuration.ts";
import { defaultConfigFile, defaultDataFolder } from "./folders.ts";
import { tryDefaults } from "./tries.ts";

export interface CommandLine {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly allowPlain: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly metricsPort: number | undefined;
  readonly lockoutScope: "address" | "port";
  readonly failedLogins: number;
  readonly signups: number;
  readonly tokenDays: number;
  readonly keepDays: number | undefined;
  readonly keepMessages: number | undefined;
  readonly connections?: number;
  readonly perAddress: number;
  readonly rate: number;
}

/** The options that `chat-server` and `npm start` share. */
export function serverOptions(environment: NodeJS.ProcessEnv): Option[] {
  return [
    new Option("--config <file>", "file that sets options, JSON with comments").default(
      undefined,
      "see below",
    ),
    new Option("--host <address>", "address to listen on").default("0.0.0.0"),
    new Option("--port <number>", "TCP port to listen on").default(2000).argParser(portOf),
    new Option("--data <folder>", "folder that holds accounts and messages").default(
      defaultDataFolder(environment),
    ),
    new Option("--cert <file>", "TLS certificate in PEM, instead of one of its own; with --key"),
    new Option("--key <file>", "its private key in PEM"),
    new Option("--allow-plain", "accept unencrypted connections from other machines too").default(false),
    new Option("--metrics-port <number>", "port on this machine for metrics, health and readiness")
      .default(undefined, "none")
      .argParser(portOf),
    new Option("--lockout-scope <scope>", "what three failed logins lock besides the account")
      .choices(["address", "port"])
      .default("address"),
    new Option("--failed-logins <number>", "failed logins that one address may make in 10 minutes")
      .default(tryDefaults.failedLogins)
      .argParser(countOf),
    new Option("--signups <number>", "accounts that one address may make in an hour")
      .default(tryDefaults.signups)
      .argParser(countOf),
    new Option("--token-days <number>", "how long a client that was not used stays logged in")
      .default(tryDefaults.tokenDays)
      .argParser(countOf),
    new Option("--keep-days <number>", "remove messages that are older, within a day")
      .default(undefined, "all")
      .argParser(countOf),
    new Option(
      "--keep-messages <number>",
      "remove all but the latest so many of each conversation, some 256 at a time",
    )
      .default(undefined, "all")
      .argParser(countOf),
    new Option("--connections <number>", "connections at once; fewer where the system gives less open files")
      .default(undefined, "as many as open files")
      .argParser(countOf),
    new Option(
      "--per-address <number>",
      "connections of one address that aren't logged in; logged in 16 times as many",
    )
      .default(tryDefaults.perAddress)
      .argParser(countOf),
    new Option("--rate <number>", "requests per second of one account, in the long run; 0 for no limit")
      .default(tryDefaults.rate)
      .argParser(numberOf),
  ];
}

/** What `chat-server` is asked to do. */
export type Task =
  | { readonly task: "serve"; readonly options: CommandLine }
  | { readonly task: "backup"; readonly data: string; readonly target: string }
  | { readonly task: "check"; readonly data: string }
  | {
      readonly task: "admin";
      readonly data: string;
      readonly command: AdminCommand;
      /** Whom or what the command is about, "" where that's everything. */
      readonly subject: string;
      readonly options: AdminOptions;
    };

interface Subcommand {
  readonly usage: string;
  readonly help: string;
}

/** For `--help` and the README. Of the options above they take `--data` alone. */
export const subcommands: Readonly<Record<Exclude<Task["task"], "serve">, Subcommand>> = {
  backup: {
    usage: "backup <folder>",
    help: "copy the data folder to a new one, also while a server runs on it, and check the copy. To restore is to start a server on a copy of it.",
  },
  check: {
    usage: "check",
    help: "read the whole data folder, change nothing, and say what is damaged and what to do. It must not be in use.",
  },
  admin: {
    usage: "admin",
    help: "see to the accounts of a server while it runs on the data folder, as its user.",
  },
};

/** Parses the arguments after the program's name; on a mistake prints what to do and exits with status 1. */
export function parseCommandLine(
  name: string,
  description: string,
  version: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): CommandLine {
  const command = program(name, description, version, environment);
  return checked(command.parse(args, { from: "user" }));
}

/** What the same arguments mean now, for a server that runs; throws an Error that says what is wrong. */
export function rereadOptions(args: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  const command = program("chat-server", "", "", environment)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return checked(command.parse(args, { from: "user" }));
}

/** As `parseCommandLine`, for `chat-server` with its subcommands. */
export function parseTask(version: string, args: readonly string[], environment: NodeJS.ProcessEnv): Task {
  let parsed: Task | undefined;
  const description = "Chat for people who live in the terminal: the server. Others join with chat-tui.";
  const command = program("chat-server", description, version, environment)
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: dataOptions })
    .helpCommand(true)
    .hook("preSubcommand", refuseServing)
    .action(() => {
      parsed = { task: "serve", options: checked(command) };
    });
  const data = (): string => command.opts<CommandLine>().data;
  add(command, "backup").action((target: string) => {
    parsed = { task: "backup", data: data(), target };
  });
  add(command, "check").action(() => {
    parsed = { task: "check", data: data() };
  });
  const admin = add(command, "admin");
  for (const each of adminCommands) {
    addAdmin(admin, each).action((...given: unknown[]) => {
      const subject = typeof given[0] === "string" ? given[0] : "";
      const options = given.find((one) => typeof one === "object") as AdminOptions;
      parsed = { task: "admin", data: data(), command: each, subject, options };
    });
  }
  command.parse(args, { from: "user" });
  if (parsed === undefined) throw new Error("A command has no action.");
  return parsed;
}

function program(
  name: string,
  description: string,
  version: string,
  environment: NodeJS.ProcessEnv,
): Command {
  const command = new Command(name)
    .description(description)
    .version(version)
    .allowExcessArguments(false)
    .addHelpText("after", elsewhere)
    .hook("preAction", (command) => configure(command, environment, defaultConfigFile(environment)))
    .action(() => {});
  for (const option of serverOptions(environment)) command.addOption(option);
  return command;
}

const elsewhere = `
Every option can be set by the environment too (CHAT_SERVER_ALLOW_PLAIN=true) and in the file ("allow-plain": true).
The command line counts most, then the environment.`;

function addAdmin(admin: Command, { usage, help, options }: AdminCommand): Command {
  const command = admin.command(usage).description(help).allowExcessArguments(false);
  for (const option of options) command.addOption(option);
  return command;
}

function add(command: Command, name: keyof typeof subcommands): Command {
  const { usage, help } = subcommands[name];
  return command.command(usage).description(help).allowExcessArguments(false);
}

/** A certificate without its key, or the other way round, is a mistake. */
function checked(command: Command): CommandLine {
  const options = command.opts<CommandLine>();
  if ((options.cert === undefined) !== (options.key === undefined)) {
    command.error("error: --cert and --key go together: give both, or neither for a certificate of its own.");
  }
  return options;
}

/** What is given of a certificate. */
export function certificateFiles({ cert, key }: CommandLine): CertificateFiles | undefined {
  return cert === undefined || key === undefined ? undefined : { cert, key };
}

/** Options of a server that would be understood, and mean nothing. */
function refuseServing(command: Command): void {
  const allowed = dataOptions(command);
  for (const option of command.options) {
    const given = command.getOptionValueSource(option.attributeName()) === "cli";
    if (given && !allowed.includes(option)) command.error(`error: ${option.flags} is not for a subcommand.`);
  }
}

/** What subcommands take of the options of the program that they belong to: which data folder is meant. */
function dataOptions(command: Command): Option[] {
  const program = command.parent ? dataOptions(command.parent) : [];
  const own = command.options.filter((option) => ["data", "config"].includes(option.name()));
  return [...program, ...own];
}

/** At least 1. */
function countOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It is a number from 1 on.");
  return Number(text);
}

/** At least 0. */
function numberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is a number from 0 on.");
  return Number(text);
}

/** 0 to 65535; 0 takes any free port. */
function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
