/** Typing and keys on the main screen: what is a key, and what is text. */
import { withAlt } from "../terminal/chord.ts";
import { chordsOf, type InputEvent } from "../terminal/events.ts";
import { paste } from "../text/editor.ts";
import { stopBrowsing } from "./browsing.ts";
import { currentConversation, withConversation } from "./conversations.ts";
import type { Context, Effect, Update } from "./effects.ts";
import { editorOf, hasQuery, withEditor } from "./focus.ts";
import { hasForm, typeIntoForm } from "./form.ts";
import { findKey, isBrowsing, lettersAreKeys } from "./keys.ts";
import { completesKey, press } from "./pressing.ts";
import type { ChatScreen } from "./state.ts";
import { say } from "./talk.ts";
import { typed } from "./typing.ts";

type ChatInput = Exclude<InputEvent, { type: "mouse" | "focus" | "ground" }>;

export function chatInput(chat: ChatScreen, event: ChatInput, context: Context): Update<ChatScreen> {
  const free = { ...chat, notice: undefined, prefix: undefined };
  if (event.type === "paste") return isBrowsing(chat) ? notTyped(free) : [pasted(free, event.text), []];
  const isText = event.type === "text" && !lettersAreKeys(chat) && !completesKey(chat, event.text, context);
  if (isText) return hasForm(free) ? [typeIntoForm(free, event.text), []] : typed(free, event.text);
  const effects: Effect[] = [];
  let next = chat;
  for (const chord of chordsOf(event)) {
    const [changed, more] = pressOne(next, chord, context);
    // A notice lasts until the next key, unless that key brings the next one.
    next = changed.notice === chat.notice ? { ...changed, notice: undefined } : changed;
    effects.push(...more);
  }
  return [next, effects];
}

/** A letter that is no key among the messages is one with Alt: that's what it is after Esc with nothing typed. */
function pressOne(chat: ChatScreen, chord: string, context: Context): Update<ChatScreen> {
  const { keys } = context.settings;
  if (!isBrowsing(chat) || findKey(chat, chord, keys)) return press(chat, chord, context);
  if (chat.panel) return notTyped(chat);
  const [left] = stopBrowsing(chat, context);
  const row = findKey(left, withAlt(chord), keys);
  return row ? row.run(left, context, withAlt(chord)) : notTyped(chat);
}

function notTyped(chat: ChatScreen): Update<ChatScreen> {
  return say(chat, "info", "Letters are keys among the messages: ? lists them, Esc goes back to typing.");
}

function pasted(chat: ChatScreen, text: string): ChatScreen {
  if (hasForm(chat)) return typeIntoForm(chat, text);
  const marked = hasQuery(chat.panel)
    ? chat
    : withConversation(chat, { ...currentConversation(chat), pasted: true });
  return withEditor(marked, paste(editorOf(chat), text));
}
