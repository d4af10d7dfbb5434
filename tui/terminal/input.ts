/**
 * Turns the bytes of a terminal in raw mode into input events. Pure: it holds no timer, so whoever feeds it starts
 * one while `pending` is true (about 30 ms after the last bytes) and calls `flush`.
 */
import { characterChord, NO_MODIFIERS, withAlt } from "./chord.ts";
import type { InputEvent } from "./events.ts";
import { groundEvent } from "./ground.ts";
import { controlKey } from "./keys.ts";
import { PasteCollector } from "./paste.ts";
import { csiEvent, ss3Event } from "./sequences.ts";
import { boundIncomplete, cutToken, type SequenceToken, type Token } from "./tokens.ts";

export type { InputEvent } from "./events.ts";

/** What `flush` can resolve: escapes, the only controls that wait, or Alt with a character that introduces sequences. */
const AMBIGUOUS = /^(\p{Cc}{1,2})([[O\]P_]?)$/u;

const keyEvent = (key: string): InputEvent => ({ type: "key", key });

function altEvents(text: string): InputEvent[] {
  if (text === "\ufffd" || (text >= "\x80" && text <= "\x9f")) return [];
  if (text < " " || text === "\x7f") return [keyEvent(withAlt(controlKey(text)))];
  return [keyEvent(characterChord(text, { ...NO_MODIFIERS, alt: true }))];
}

function sequenceEvents({ kind, parameters, final, alt }: SequenceToken): InputEvent[] {
  const event = kind === "csi" ? csiEvent(parameters, final) : ss3Event(parameters, final);
  if (!alt) return event ? [event] : [];
  if (event?.type === "key") return [keyEvent(withAlt(event.key))];
  return event ? [keyEvent("escape"), event] : [keyEvent("escape")];
}

function eventsOf(token: Token): InputEvent[] {
  switch (token.kind) {
    case "text": {
      const text = token.text.replaceAll("\ufffd", "");
      return text === "" ? [] : [{ type: "text", text }];
    }
    case "control":
      return [keyEvent(controlKey(token.text))];
    case "alt":
      return altEvents(token.text);
    case "reply":
      return [groundEvent(token.text) ?? []].flat();
    case "noise":
      return [];
    default:
      return sequenceEvents(token);
  }
}

const startsPaste = (token: Token): token is SequenceToken =>
  token.kind === "csi" && token.final === "~" && token.parameters === "200";

/** One terminal's input. Never throws; what it can't read it drops. */
export class InputDecoder {
  /** Replaces invalid UTF-8 by U+FFFD, which is then dropped wherever it would be text. */
  readonly #utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  #rest = "";
  #paste: PasteCollector | undefined;

  /** Takes the next bytes and returns the events that they complete. */
  push(chunk: Uint8Array): InputEvent[] {
    const events: InputEvent[] = [];
    let input = this.#rest + this.#utf8.decode(chunk, { stream: true });
    this.#rest = "";
    while (input !== "")
      input = this.#paste ? this.#collect(this.#paste, input, events) : this.#cut(input, events);
    return events;
  }

  /** Whether what has come so far may be a key by itself or the start of a sequence. */
  get pending(): boolean {
    return AMBIGUOUS.test(this.#rest);
  }

  /** Nothing followed within the wait: a lone Esc is the Escape key, `ESC [` is Alt-[. */
  flush(): InputEvent[] {
    const [, escapes = "", character = ""] = AMBIGUOUS.exec(this.#rest) ?? [];
    if (escapes === "") return [];
    this.#rest = "";
    const keys = Array.from(escapes, () => "escape");
    if (character !== "") keys[keys.length - 1] = `alt+${character}`;
    return keys.map(keyEvent);
  }

  #collect(paste: PasteCollector, input: string, events: InputEvent[]): string {
    const rest = paste.push(input);
    if (rest === undefined) return "";
    this.#paste = undefined;
    if (paste.text !== "") events.push({ type: "paste", text: paste.text, marked: true });
    return rest;
  }

  #cut(input: string, events: InputEvent[]): string {
    const cut = cutToken(input);
    if (cut === undefined) {
      this.#rest = boundIncomplete(input);
      return "";
    }
    if (startsPaste(cut.token)) {
      if (cut.token.alt) events.push(keyEvent("escape"));
      this.#paste = new PasteCollector();
    } else {
      events.push(...eventsOf(cut.token));
    }
    return input.slice(cut.length);
  }
}
