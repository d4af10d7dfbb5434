/** What a terminal sent, in words: the keys, their bytes and what they are bound to. Pure. */
import { type Bindable, type KeyChanges, keysOf } from "../state/bindings.ts";
import { keyGroups } from "../state/keys.ts";
import { loginKeys } from "../state/login-keys.ts";
import type { InputEvent, MouseEvent } from "../terminal/events.ts";
import { chordsOf } from "../terminal/events.ts";
import { keyName } from "../terminal/key-names.ts";
import { padEnd } from "../text/width.ts";

const rows: readonly Bindable[] = [...keyGroups.flatMap((group) => group.rows), ...loginKeys];
const keyColumns = 20;
const byteColumns = 24;
const buttons = ["left", "middle", "right", "no"];

/** One line for each event; the bytes that made them stand in the first. */
export function describe(bytes: Buffer, events: readonly InputEvent[], changes: KeyChanges): string[] {
  const shown = bytesShown(bytes);
  if (events.length === 0) return [line("(no key)", shown, "nothing that chat-tui knows")];
  return events.map((event, index) => {
    const [what, means] = wordsFor(event, changes);
    return line(what, index === 0 ? shown : "", means);
  });
}

function line(what: string, bytes: string, means: string): string {
  const [first, second] = [`${what} `, `${bytes} `];
  return padAtLeast(first, keyColumns) + padAtLeast(second, byteColumns) + means;
}

function padAtLeast(text: string, columns: number): string {
  return text.length > columns ? text : padEnd(text, columns);
}

function wordsFor(event: InputEvent, changes: KeyChanges): [what: string, means: string] {
  switch (event.type) {
    case "key":
      return [keyName(event.key), meaning(event.key, changes)];
    case "text": {
      const [chord = "", ...more] = chordsOf(event);
      return more.length > 0 ? [event.text, "typed at once"] : [keyName(chord), meaning(chord, changes)];
    }
    case "paste":
      return ["(paste)", `${event.text.length} characters`];
    case "focus":
      return [
        "(focus)",
        event.focused ? "the window has got the keyboard" : "the window has lost the keyboard",
      ];
    case "ground":
      return [
        "(ground)",
        event.light ? "the text stands on a light ground" : "the text stands on a dark ground",
      ];
    case "mouse":
      return ["(mouse)", mouseWords(event)];
  }
}

function mouseWords({ action, button, x, y }: MouseEvent): string {
  const what = action.startsWith("wheel") ? action : `${action}, ${buttons[button] ?? "another"} button`;
  return `${what}, column ${x + 1}, row ${y + 1}`;
}

function meaning(key: string, changes: KeyChanges): string {
  const names = (has: (bound: string) => boolean): string =>
    rows.flatMap((row) => (keysOf(row, changes).some(has) ? row.name : [])).join(", ");
  const whole = names((bound) => bound === key);
  const start = names((bound) => bound.startsWith(`${key} `));
  if (whole !== "") return whole;
  return start === "" ? "bound to nothing" : `the start of ${start}`;
}

/** As one would write them in a shell. */
function bytesShown(bytes: Buffer): string {
  return bytes.toString("latin1").replace(/[^\x21-\x7e]|\\/g, (character) => {
    if (character === "\x1b") return "\\e";
    return character === "\\" ? "\\\\" : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
