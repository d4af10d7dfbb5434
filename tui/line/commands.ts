/** Commands of line mode alone, for what the screen does with keys. The help lists them after all the others. */
import type { CommandWords } from "../state/commands.ts";
import type { Update } from "../state/effects.ts";
import { outboxRows } from "../state/outbox.ts";
import type { ChatScreen } from "../state/state.ts";
import { say } from "../state/talk.ts";
import { around, info } from "./around.ts";
import { more } from "./find.ts";

interface LineCommand extends CommandWords {
  run(chat: ChatScreen, argument: string): Update<ChatScreen>;
}

export const lineCommands: readonly LineCommand[] = [
  {
    name: "older",
    aliases: [],
    usage: "",
    help: "older messages of the conversation that you are in, twenty at a time",
    // What has been told already is not the chat's business.
    run: (chat) => [chat, []],
  },
  {
    name: "more",
    aliases: [],
    usage: "",
    help: "more of what /search or /mentions has found",
    run: more,
  },
  {
    name: "around",
    aliases: [],
    usage: "NUMBER",
    help: "what was said before and after the message of this number",
    run: around,
  },
  {
    name: "info",
    aliases: [],
    usage: "[NUMBER]",
    help: "all that is known about the message of this number, or else about the latest",
    run: info,
  },
  {
    name: "takeback",
    aliases: [],
    usage: "",
    help: "take back the last of your messages that wait, or forget it if it was refused",
    run: takeBackLast,
  },
];

function takeBackLast(chat: ChatScreen): Update<ChatScreen> {
  const last = outboxRows(chat).at(-1);
  if (last === undefined) return say(chat, "info", "Nothing waits, and nothing was refused.");
  return [chat, [{ do: "cancel", key: last.message.key }]];
}
