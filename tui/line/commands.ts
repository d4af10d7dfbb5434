/** Commands of line mode alone, for what the screen does with keys. The help lists them after all the others. */
import type { Command } from "../state/commands.ts";

export type LineCommand = Pick<Command, "name" | "aliases" | "usage" | "help">;

export const lineCommands: readonly LineCommand[] = [
  {
    name: "older",
    aliases: [],
    usage: "",
    help: "older messages of the conversation that you are in, twenty at a time",
  },
];
