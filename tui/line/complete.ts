/** Tab as a shell has it: as much of the word as there is no doubt about, and the choices where there is. Pure. */
import { currentConversation, withConversation } from "../state/conversations.ts";
import type { ChatScreen, Choice } from "../state/state.ts";
import { commandChoice, suggestionsAt } from "../state/suggestions.ts";
import { type EditorState, replaceRange } from "../text/editor.ts";
import { lineCommands } from "./commands.ts";

export interface Completed {
  readonly editor: EditorState;
  /** What it can be, where Tab alone can't tell. */
  readonly choices: readonly string[];
}

export function completed(chat: ChatScreen, editor: EditorState): Completed {
  const typing = withConversation(chat, { ...currentConversation(chat), draft: editor });
  const own = ownChoices(editor.text.slice(0, editor.cursor));
  const suggested = suggestionsAt(typing, "asked");
  const start = suggested?.start ?? own.start;
  const choices = [...(suggested?.choices ?? []), ...own.choices];
  const word = editor.text.slice(start, editor.cursor);
  const found = choices.flatMap((choice) => {
    const name = nameLike(choice, word);
    return name === undefined ? [] : [{ name, text: choice.text }];
  });
  const [first] = found;
  if (first === undefined) return { editor, choices: [] };
  const names = found.map(({ name }) => name);
  const sure = found.length === 1 ? first.text : commonStart(names);
  if (found.length > 1 && sure.length <= word.length) return { editor, choices: names };
  return { editor: replaceRange(editor, start, editor.cursor, sure), choices: [] };
}

/** Line mode's own commands, where a line begins like one. */
function ownChoices(before: string): { readonly start: number; readonly choices: readonly Choice[] } {
  const [, blanks = "", command] = /^(\s*)(\/[^/\s]*)$/.exec(before) ?? [];
  return { start: blanks.length, choices: command === undefined ? [] : lineCommands.map(commandChoice) };
}

/** The name of the choice that begins like the word. */
function nameLike({ label, also = [] }: Choice, word: string): string | undefined {
  return [label, ...also].find((name) => name.toLowerCase().startsWith(word.toLowerCase()));
}

function commonStart([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}
