/** A typed line is what is in the input when Enter is pressed; a draft that is kept there stays. */
import { findCommand } from "../state/commands.ts";
import { conversationOf, currentConversation, withConversation } from "../state/conversations.ts";
import { keepDrafts } from "../state/drafts.ts";
import type { Context, Effect, Update } from "../state/effects.ts";
import { goOn, hasForm, typeIntoForm } from "../state/form.ts";
import { withLine } from "../state/recall.ts";
import type { ChatScreen } from "../state/state.ts";
import { submitDraft } from "../state/submit.ts";
import { fillDraft, say } from "../state/talk.ts";
import { commandIn } from "../state/typed.ts";
import { lineCommands } from "./commands.ts";

/** Up brings back also what failed; what is remembered on disk is what the screen would remember. */
export function submitLine(chat: ChatScreen, typed: string, context: Context): Update<ChatScreen> {
  if (hasForm(chat)) return answerForm(chat, typed);
  // What a paste on the screen makes of tabs.
  const text = typed.replaceAll("\t", "    ");
  const [next, effects] = run(fresh(chat), text, context);
  return [text.trim() === "" ? next : { ...next, lines: withLine(next.lines, text) }, effects];
}

/** Sends the draft of the current conversation, which was written in an editor. */
export function submitWritten(chat: ChatScreen, context: Context): Update<ChatScreen> {
  const [next, effects] = submitDraft(fresh(chat), context);
  return [next, [...effects, ...keepDrafts(chat, next)]];
}

/** Its reader stands on the row that was typed. */
function fresh(chat: ChatScreen): ChatScreen {
  return { ...chat, panel: undefined, notice: undefined, turned: 0 };
}

function run(chat: ChatScreen, text: string, context: Context): Update<ChatScreen> {
  const command = commandIn(text);
  const own = lineCommands.find(({ name }) => name === command?.name.toLowerCase());
  if (command && own) return remembered(own.run(chat, command.argument), text);
  const onScreen = command && findCommand(command.name)?.onScreen;
  if (onScreen !== undefined) return say(chat, "error", onScreen);
  const { draft } = currentConversation(chat);
  const [next, effects] = submitDraft(fillDraft(chat, text), context);
  return [
    withConversation(next, { ...conversationOf(next, chat.current), draft }),
    effects.map((effect) => withDraft(effect, draft.text)),
  ];
}

function remembered([chat, effects]: Update<ChatScreen>, text: string): Update<ChatScreen> {
  return [chat, [...effects, { do: "remember", text }]];
}

/** An editor begins with the draft, and what was typed after it. */
function withDraft(effect: Effect, draft: string): Effect {
  if (effect.do !== "compose") return effect;
  return { ...effect, text: [draft, effect.text].filter((text) => text !== "").join("\n") };
}

function answerForm(chat: ChatScreen, text: string): Update<ChatScreen> {
  return text === ""
    ? say({ ...chat, panel: undefined }, "info", "All is as it was.")
    : goOn(typeIntoForm(chat, text));
}
