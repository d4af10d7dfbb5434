/**
 * From the chords of the keyboard to the rows of the table: a key of two chords waits for the second, and Esc before
 * a key is Alt with it, as on terminals that have no Alt.
 */
import { withAlt } from "../terminal/chord.ts";
import { keyName } from "../terminal/key-names.ts";
import { keysOf } from "./bindings.ts";
import type { Context, Update } from "./effects.ts";
import { activeRows, findKey } from "./keys.ts";
import type { ChatScreen } from "./state.ts";
import { say } from "./talk.ts";

/** How long an Esc that meant nothing else waits for its key, ms. Then it was just an Esc. */
const escapeMs = 1000;

export function press(chat: ChatScreen, chord: string, context: Context): Update<ChatScreen> {
  const { now, settings } = context;
  const before = pending(chat, now);
  const free: ChatScreen = { ...chat, prefix: undefined };
  const whole = before === undefined ? chord : before === "escape" ? withAlt(chord) : `${before} ${chord}`;
  // After an Esc that belongs to no key, the key is one of its own.
  const row =
    findKey(free, whole, settings.keys) ??
    (before === "escape" ? findKey(free, chord, settings.keys) : undefined);
  if (row) return row.run(free, context, whole);
  if (before !== undefined && before !== "escape")
    return say(free, "info", `${keyName(whole)} does nothing.`);
  if (beginsKey(free, chord, context)) {
    return say({ ...free, prefix: { chord, since: now } }, "info", `${keyName(chord)} …`);
  }
  // What it closed or dismissed was all that it meant.
  const isAlt = chord === "escape" && chat.notice === undefined;
  return [isAlt ? { ...free, prefix: { chord, since: now } } : free, []];
}

/** Whether a typed character is the second half of a key. */
export function completesKey(chat: ChatScreen, text: string, { now, settings }: Context): boolean {
  const before = pending(chat, now);
  if (before === undefined || Array.from(text).length !== 1) return false;
  return before !== "escape" || findKey(chat, withAlt(text), settings.keys) !== undefined;
}

function pending({ prefix }: ChatScreen, now: number): string | undefined {
  if (prefix === undefined || (prefix.chord === "escape" && now - prefix.since >= escapeMs)) return undefined;
  return prefix.chord;
}

function beginsKey(chat: ChatScreen, chord: string, { settings }: Context): boolean {
  const rows = activeRows(chat);
  return rows.some((row) => keysOf(row, settings.keys).some((key) => key.startsWith(`${chord} `)));
}
