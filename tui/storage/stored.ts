/** What the files of an account hold, checked and made safe to show: anybody may have changed them. */
import * as v from "valibot";
import { canonical, isName, isText } from "../../protocol/index.ts";
import { everyone } from "../state/conversations.ts";
import type { KeptMessage } from "../state/state.ts";
import { sanitize, sanitizeLine } from "../text/sanitize.ts";
import { Damaged } from "./private.ts";

const conversation = v.pipe(
  v.string(),
  v.check((name) => name === everyone || isName(name)),
);

const messageFile = v.object({
  conversation,
  text: v.pipe(v.string(), v.check(isText)),
  time: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  refused: v.optional(v.pipe(v.string(), v.transform(sanitizeLine))),
});

const draftsFile = v.record(
  v.pipe(v.string(), v.transform(canonical), conversation),
  v.pipe(
    v.string(),
    v.transform((text) => sanitize(text).text),
  ),
);

const historyLine = v.pipe(
  v.string(),
  v.transform((text) => sanitize(text).text),
);

export function messageText({ conversation: name, text, time, refused }: KeptMessage): string {
  return JSON.stringify({ conversation: name, text, time, refused });
}

/** Throws `Damaged`, as do the others. */
export function messageFrom(key: string, text: string): KeptMessage {
  const { refused, ...message } = checked(messageFile, text);
  return { key, ...message, refused };
}

/** By the conversation's id. */
export function draftsText(drafts: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(drafts));
}

export function draftsFrom(text: string): Map<string, string> {
  return new Map(Object.entries(checked(draftsFile, text)));
}

export function historyText(lines: readonly string[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** A last line without its end was cut short, and is left out. */
export function historyFrom(text: string): string[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => checked(historyLine, line));
}

function checked<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    throw new Damaged();
  }
}
