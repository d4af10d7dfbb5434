/**
 * A line being typed at a terminal while lines of others arrive: nothing is ever moved over or wiped out but the
 * letters of one's own row, so that screen readers and terminals without any tricks can follow.
 */
import type { ReadStream, WriteStream } from "node:tty";
import { InputDecoder } from "../terminal/input.ts";
import { stopProcess } from "../terminal/stop.ts";
import { clear, type EditorState, EMPTY_EDITOR, insert, setText } from "../text/editor.ts";
import { textWidth } from "../text/width.ts";
import { echo, isOnOneRow } from "./echo.ts";
import { editOperation } from "./edit-keys.ts";
import { recall, type TypedBefore, typedBefore } from "./history.ts";
import type { Prompt } from "./prompt.ts";
import { wrapped } from "./wrapping.ts";

/** How long after an Esc what follows still belongs to it. */
const escapeMs = 30;

export interface TypingEvents {
  onLine(text: string): void;
  /** What is typed so far, where it may be seen. */
  onTyped?(text: string): void;
  /** What Up goes back to, oldest first. */
  linesBefore?(): readonly string[];
  /** Tab: what becomes of what is typed. */
  onTab?(typed: EditorState): EditorState;
  /** Ctrl-C with nothing typed. */
  onInterrupt(): void;
  /** Ctrl-D with nothing typed, or a terminal that is gone. */
  onEnd(): void;
}

export class Typing {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #events: TypingEvents;
  /** False where what is typed is shown already, and sent in whole lines. */
  readonly #echoes: boolean;
  readonly #decoder = new InputDecoder();
  #escape: NodeJS.Timeout | undefined;
  #editor: EditorState = EMPTY_EDITOR;
  /** Undefined while what is typed is none of the lines before. */
  #before: TypedBefore | undefined;
  #prompt: Prompt | undefined;
  /** The prompt that stands on the row now, with what is typed behind it. */
  #onRow: Prompt | undefined;
  #lines: string[] = [];
  #flushing: NodeJS.Immediate | undefined;
  #rings = false;
  #isLent = false;

  constructor(input: ReadStream, output: WriteStream, events: TypingEvents, echoes = !isInEmacs()) {
    this.#echoes = echoes;
    this.#input = input;
    this.#output = output;
    this.#events = events;
    input.on("data", (chunk: Buffer) => this.#receive(chunk));
    for (const end of ["end", "error"]) input.on(end, () => events.onEnd());
    process.on("SIGCONT", this.#continued);
    input.setRawMode(true);
  }

  /** Gives the terminal back with all that was to be said; harmless when called again. */
  close(): void {
    if (!this.#input.isRaw) return;
    this.#prompt = undefined;
    this.#flush();
    this.#input.setRawMode(false);
    this.#input.pause();
    process.off("SIGCONT", this.#continued);
  }

  /** What is asked for from now on; undefined: nothing, and typing isn't shown. */
  ask(prompt: Prompt | undefined): void {
    this.#prompt = prompt;
    this.#soon();
  }

  print(lines: readonly string[]): void {
    this.#lines.push(...lines);
    this.#soon();
  }

  /** Rings with what is told next, but where a buffer would only show the character. */
  ring(): void {
    this.#rings = this.#echoes;
    this.#soon();
  }

  /** Somebody else has the terminal until this is done; what is told meanwhile comes after it. */
  async lend<Result>(use: () => Promise<Result>): Promise<Result> {
    const prompt = this.#prompt;
    this.#prompt = undefined;
    this.#flush();
    this.#prompt = prompt;
    this.#isLent = true;
    this.#input.setRawMode(false);
    this.#input.pause();
    try {
      return await use();
    } finally {
      this.#isLent = false;
      this.#input.resume();
      this.#continued();
    }
  }

  /** What comes in one turn is told together, with one prompt after it. */
  #soon(): void {
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    if (this.#isLent) return;
    const bell = this.#rings ? "\x07" : "";
    this.#rings = false;
    const same = this.#onRow?.text === this.#prompt?.text;
    if (this.#lines.length === 0 && same) {
      if (bell !== "") this.#output.write(bell);
      return;
    }
    const end = this.#onRow === undefined ? "" : "\n";
    const rows = this.#lines.flatMap((line) => wrapped(line, this.#output.columns));
    this.#lines = [];
    this.#output.write(bell + end + rows.map((row) => `${row}\n`).join("") + this.#row());
    this.#onRow = this.#prompt;
  }

  /** The prompt and what is typed, with the cursor where it belongs. */
  #row(): string {
    if (this.#prompt === undefined) return "";
    return this.#prompt.text + (this.#shows(this.#prompt) ? echo(EMPTY_EDITOR, this.#editor) : "");
  }

  #receive(chunk: Buffer): void {
    clearTimeout(this.#escape);
    this.#take(this.#decoder.push(chunk));
    if (this.#decoder.pending) this.#escape = setTimeout(() => this.#take(this.#decoder.flush()), escapeMs);
  }

  #take(events: ReturnType<InputDecoder["push"]>): void {
    for (const event of events) {
      if (event.type === "text") this.#edit(insert(this.#editor, event.text));
      else if (event.type === "key") this.#press(event.key);
    }
  }

  #press(chord: string): void {
    const operation = editOperation(chord);
    if (operation) this.#edit(operation(this.#editor));
    else if (chord === "enter" || chord === "ctrl+j") this.#enter();
    else if (chord === "tab") this.#edit(this.#events.onTab?.(this.#editor) ?? this.#editor);
    else if (chord === "up") this.#recall(-1);
    else if (chord === "down") this.#recall(1);
    else if (chord === "ctrl+c") this.#interrupt();
    else if (chord === "ctrl+z") this.#suspend();
    else if (chord === "ctrl+d" && this.#editor.text === "") this.#events.onEnd();
  }

  #edit(next: EditorState): void {
    const before = this.#editor;
    this.#editor = next;
    if (!this.#shows(this.#onRow) || next === before) return;
    if (next.text !== before.text) this.#events.onTyped?.(next.text);
    const added = before.cursor === before.text.length && next.text.startsWith(before.text);
    if (added || isOnOneRow(textWidth(this.#onRow.text), before, next, this.#output.columns))
      this.#output.write(echo(before, next));
    else this.#output.write(`\n${this.#row()}`);
  }

  #shows(prompt: Prompt | undefined): prompt is Prompt {
    return this.#echoes && prompt?.hidden === false;
  }

  #enter(): void {
    const { text } = this.#editor;
    this.#endRow();
    this.#events.onLine(text);
    this.#events.onTyped?.("");
    // The next line of a paste is shown behind its own prompt.
    this.#flush();
  }

  #endRow(): void {
    if (this.#onRow !== undefined && (this.#echoes || this.#onRow.hidden)) this.#output.write("\n");
    // Not even what was deleted of a password can be put back anywhere.
    this.#editor = this.#onRow?.hidden === false ? clear(this.#editor) : EMPTY_EDITOR;
    this.#before = undefined;
    this.#onRow = undefined;
    this.#soon();
  }

  #recall(step: 1 | -1): void {
    if (this.#onRow?.hidden !== false) return;
    const before = this.#before ?? typedBefore(this.#events.linesBefore?.() ?? []);
    const found = recall(before, step, this.#editor.text);
    if (found === undefined) return;
    this.#before = found[0];
    this.#edit(setText(this.#editor, found[1]));
  }

  #interrupt(): void {
    const isEmpty = this.#editor.text === "";
    this.#endRow();
    this.#events.onTyped?.("");
    if (isEmpty) this.#events.onInterrupt();
  }

  #suspend(): void {
    this.#input.setRawMode(false);
    stopProcess();
  }

  readonly #continued = (): void => {
    if (this.#isLent) return;
    this.#input.setRawMode(true);
    this.#onRow = undefined;
    this.#soon();
  };
}

/** A shell's buffer there is an editor of its own, whose lines come here when they are done. */
function isInEmacs(): boolean {
  return process.env.INSIDE_EMACS?.includes("comint") === true;
}
