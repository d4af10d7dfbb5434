/**
 * Terminals without bracketed paste send a paste as if it were typed: several lines in one piece, each with its
 * Enter. Nobody types that fast, so such lines become one paste, which sends nothing by itself.
 */
import { sanitize } from "../text/sanitize.ts";
import type { InputEvent } from "./events.ts";

const blanks: Readonly<Record<string, string>> = { enter: "\n", "ctrl+j": "\n", tab: "\t" };

/** What the event would insert where it belongs to a paste. */
function pastedText(event: InputEvent): string | undefined {
  if (event.type === "text") return event.text;
  return event.type === "key" ? blanks[event.key] : undefined;
}

/** More than one line, with something on both sides of the end of one. */
const isPaste = (text: string): boolean => /[^\n\t][\n\t]*\n[\n\t]*[^\n\t]/.test(text);

/** The events of one read from the terminal, with lines that came together as one. */
export function joinBursts(events: readonly InputEvent[]): readonly InputEvent[] {
  if (events.length < 3) return events;
  const joined: InputEvent[] = [];
  for (let index = 0; index < events.length; ) {
    let end = index;
    let text = "";
    for (let more = textAt(events, end); more !== undefined; more = textAt(events, ++end)) text += more;
    if (isPaste(text)) joined.push({ type: "paste", text: sanitize(text).text, marked: false });
    else joined.push(...events.slice(index, Math.max(end, index + 1)));
    index = Math.max(end, index + 1);
  }
  return joined;
}

function textAt(events: readonly InputEvent[], index: number): string | undefined {
  const event = events[index];
  return event && pastedText(event);
}
