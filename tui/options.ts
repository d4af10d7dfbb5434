/** The command line of chat-tui. */
import { Command, InvalidArgumentError, Option } from "commander";

export interface CommandLine {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

export function clientOptions(): Option[] {
  return [
    new Option("--host <address>", "server to connect to").default("127.0.0.1"),
    new Option("--port <number>", "its TCP port").default(2000).argParser(portOf),
    new Option("--user <name>", "fill in this name on the login form").default("", "none"),
  ];
}

/** Parses the arguments after the program's name; on a mistake prints what to do and exits with status 1. */
export function parseCommandLine(version: string, args: readonly string[]): CommandLine {
  const command = new Command("chat-tui")
    .description("Chat for people who live in the terminal: the client.")
    .version(version)
    .allowExcessArguments(false);
  for (const option of clientOptions()) command.addOption(option);
  return command.parse(args, { from: "user" }).opts<CommandLine>();
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  }
  return port;
}
