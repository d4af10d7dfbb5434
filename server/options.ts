/** The command line of chat-server: one table of options for the parser, `--help` and the README. */
import { Command, InvalidArgumentError, Option } from "commander";
import { defaultDataFolder } from "./folders.ts";

export interface CommandLine {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  readonly allowPlain: boolean;
  readonly lockoutScope: "address" | "port";
}

/** The options that `chat-server` and `npm start` share. */
export function serverOptions(environment: NodeJS.ProcessEnv): Option[] {
  return [
    new Option("--host <address>", "address to listen on").default("0.0.0.0"),
    new Option("--port <number>", "TCP port to listen on").default(2000).argParser(portOf),
    new Option("--data <folder>", "folder that holds accounts and messages").default(
      defaultDataFolder(environment),
    ),
    new Option("--allow-plain", "accept unencrypted connections from other machines too").default(false),
    new Option("--lockout-scope <scope>", "what three failed logins lock besides the account")
      .choices(["address", "port"])
      .default("address"),
  ];
}

/** Parses the arguments after the program's name; on a mistake prints what to do and exits with status 1. */
export function parseCommandLine(
  name: string,
  description: string,
  version: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): CommandLine {
  const command = new Command(name).description(description).version(version).allowExcessArguments(false);
  for (const option of serverOptions(environment)) command.addOption(option);
  return command.parse(args, { from: "user" }).opts<CommandLine>();
}

/** 0 to 65535; 0 takes any free port. */
function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
