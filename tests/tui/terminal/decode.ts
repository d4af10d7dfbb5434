/** Feeds the decoder in every kind of pieces, and names its events for tables. */
import type { InputEvent, MouseEvent } from "../../../tui/terminal/events.ts";
import { InputDecoder } from "../../../tui/terminal/input.ts";

export type Merged = readonly InputEvent[];

export const decoder = (): InputDecoder => new InputDecoder();

export const key = (name: string): InputEvent => ({ type: "key", key: name });
export const text = (typed: string): InputEvent => ({ type: "text", text: typed });
export const paste = (pasted: string): InputEvent => ({ type: "paste", text: pasted, marked: true });
export const ground = (light: boolean): InputEvent => ({ type: "ground", light });
export const focus = (focused: boolean): InputEvent => ({ type: "focus", focused });
export const escapeKey: InputEvent = key("escape");

export function mouse(
  action: MouseEvent["action"],
  button: number,
  x: number,
  y: number,
  held: Partial<MouseEvent> = {},
): InputEvent {
  return { type: "mouse", action, button, x, y, ctrl: false, alt: false, shift: false, ...held };
}

/** A run of text may come as several events, depending on the chunks: here it is one. */
function merge(events: readonly InputEvent[]): InputEvent[] {
  const merged: InputEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    if (event.type === "text" && last?.type === "text")
      merged[merged.length - 1] = text(last.text + event.text);
    else merged.push(event);
  }
  return merged;
}

/** The events of all chunks; what waits for more at the end is left out. */
export function decode(chunks: readonly Buffer[]): InputEvent[] {
  const input = decoder();
  return merge(chunks.flatMap((chunk) => input.push(chunk)));
}

export function byteByByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.of(byte));
}

/** Pieces of the given lengths, then the rest. */
export function split(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  let start = 0;
  const pieces = lengths.map((length) => {
    start += length;
    return bytes.subarray(start - length, start);
  });
  return [...pieces, bytes.subarray(start)];
}
