/** The command line of chat-tui: what it is to do, and with which server and account. */
import { Command, InvalidArgumentError, Option } from "commander";

/** Whom to be, and where. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** "" for none. */
  readonly user: string;
  readonly passwordFile: string | undefined;
  readonly takeover: boolean;
}

export interface ChatOptions {
  readonly line: boolean;
  readonly signup: boolean;
}

export interface CommandLine {
  readonly place: Place;
  readonly options: ChatOptions;
}

function placeOptions(): Option[] {
  return [
    new Option("--host <address>", "server to connect to").default("127.0.0.1"),
    new Option("--port <number>", "its TCP port").default(2000).argParser(portOf),
    new Option("--user <name>", "log in with this name").default("", "none"),
    new Option(
      "--password-file <file>",
      "log in with the password in this file, which only you may read",
    ).env("CHAT_PASSWORD_FILE"),
    new Option("--takeover", "end a session that the account has elsewhere, without asking").default(false),
  ];
}

function chatOptions(): Option[] {
  return [
    new Option("--line", "line mode: plain lines instead of a full screen").default(false),
    new Option("--signup", "make a new account").default(false),
  ];
}

/** Options of chat-tui itself. */
export function clientOptions(): Option[] {
  return [...placeOptions(), ...chatOptions()];
}

/** Parses the arguments after the program's name; on a mistake prints what to do and exits with status 1. */
export function parseCommandLine(version: string, args: readonly string[]): CommandLine {
  const program = new Command("chat-tui")
    .description("Chat for people who live in the terminal: the client.")
    .version(version)
    .allowExcessArguments(false);
  for (const option of clientOptions()) program.addOption(option);
  program.parse(args, { from: "user" });
  return { place: placeOf(program.opts()), options: program.opts() };
}

function placeOf({ host, port, user, passwordFile, takeover }: Place): Place {
  return { host, port, user, passwordFile, takeover };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  }
  return port;
}
