/**
 * Completions of the word before the cursor: shown while a command, a call or an emoji is typed, taken by Tab. Only
 * who has gone into the list by Tab has its arrows and its Enter.
 */
import { replaceRange } from "../text/editor.ts";
import { currentConversation, withConversation } from "./conversations.ts";
import type { Context, Update } from "./effects.ts";
import { hasQuery } from "./focus.ts";
import type { ChatScreen, Completion } from "./state.ts";
import { suggestionsAt } from "./suggestions.ts";

/** The completions on screen, if there are any for what is typed now. */
export function shownCompletion(chat: ChatScreen): Completion | undefined {
  const { completion } = chat;
  if (completion === undefined || completion.choices.length === 0 || hasQuery(chat.panel)) return undefined;
  return completion.shown === currentConversation(chat).draft ? completion : undefined;
}

export function hasChosen(chat: ChatScreen): boolean {
  return shownCompletion(chat)?.selected !== undefined;
}

/** After something was typed: what is shown by itself, unless it was closed for this very word. */
export function suggested(chat: ChatScreen): ChatScreen {
  if (hasQuery(chat.panel)) return chat;
  return isClosedFor(chat) ? chat : { ...chat, completion: suggestionsAt(chat, "typing") };
}

/** Whether the word is one whose list was closed, with more letters. */
function isClosedFor(chat: ChatScreen): boolean {
  const { completion } = chat;
  if (completion === undefined || completion.choices.length > 0) return false;
  const { typed, start } = completion;
  const { text, cursor } = currentConversation(chat).draft;
  const word = text.slice(start, cursor);
  return text.startsWith(typed.text.slice(0, typed.cursor)) && !/\s/.test(word);
}

/** Tab: the next choice takes the place of the word, or the only one at once. */
export function complete(chat: ChatScreen, _context: Context, step: 1 | -1): Update<ChatScreen> {
  if (hasQuery(chat.panel)) return [chat, []];
  const completion = shownCompletion(chat) ?? suggestionsAt(chat, "asked");
  if (completion === undefined) return [chat, []];
  const { choices, selected } = completion;
  const first = step > 0 ? 0 : choices.length - 1;
  const index = selected === undefined ? first : (selected + step + choices.length) % choices.length;
  const chosen = choose({ ...chat, completion }, completion, index);
  return [choices.length === 1 ? suggested({ ...chosen, completion: undefined }) : chosen, []];
}

/** Keeps the choice that is in the input, and shows what can come after it. */
export function acceptChoice(chat: ChatScreen): Update<ChatScreen> {
  return [suggested({ ...chat, completion: undefined }), []];
}

/** A click: this choice, whether or not Tab has gone into the list. */
export function takeChoice(chat: ChatScreen, index: number): Update<ChatScreen> {
  const completion = shownCompletion(chat);
  return completion === undefined ? [chat, []] : acceptChoice(choose(chat, completion, index));
}

/** Closes the list for this word, with what was typed of it. */
export function closeCompletion(chat: ChatScreen): Update<ChatScreen> {
  const { completion } = chat;
  if (completion === undefined) return [chat, []];
  const conversation = { ...currentConversation(chat), draft: completion.typed };
  const closed = { ...completion, choices: [], shown: completion.typed };
  return [{ ...withConversation(chat, conversation), completion: closed }, []];
}

function choose(chat: ChatScreen, completion: Completion, index: number): ChatScreen {
  const { typed, start, choices } = completion;
  const shown = replaceRange(typed, start, typed.cursor, choices[index]?.text ?? "");
  const conversation = { ...currentConversation(chat), draft: shown };
  return { ...withConversation(chat, conversation), completion: { ...completion, selected: index, shown } };
}
