/** `chat-tui keytest`: listens to the terminal as the client does, and prints what it hears line by line. */
import process from "node:process";
import { Failure } from "../failure.ts";
import { logFile } from "../logs.ts";
import type { KeyChanges } from "../state/bindings.ts";
import type { InputEvent } from "../terminal/events.ts";
import { InputDecoder } from "../terminal/input.ts";
import { keyboardAnswer } from "../terminal/keyboard-answer.ts";
import { listenSequence, unlistenSequence } from "../terminal/modes.ts";
import { installRestore } from "../terminal/restore.ts";
import { escapeMs } from "../terminal/tty.ts";
import { writeNow } from "../terminal/write-now.ts";
import { describe } from "./describe.ts";

const greeting = `What this terminal sends, as chat-tui reads it: the key, its bytes, the actions it's bound to.
Settings take keys as they are shown here. q leaves, and so does Ctrl-C twice.
`;

/** Resolves when the person has left. */
export async function keytest(changes: KeyChanges): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Failure("keytest needs a terminal for input and output.");
  const restore = listen();
  installRestore({ restore, logFile: logFile(), program: "chat-tui" });
  await heard(changes);
  restore();
}

/** Takes the terminal's input; what it returns gives it back. */
function listen(): () => void {
  let listening = true;
  process.stdin.setRawMode(true);
  process.stdin.resume();
  writeNow(process.stdout.fd, greeting + listenSequence);
  return () => {
    if (!listening) return;
    listening = false;
    writeNow(process.stdout.fd, unlistenSequence);
    process.stdin.setRawMode(false);
    process.stdin.pause();
  };
}

function heard(changes: KeyChanges): Promise<void> {
  const decoder = new InputDecoder();
  const { promise, resolve } = Promise.withResolvers<void>();
  let pending = Buffer.alloc(0);
  let flushing: NodeJS.Timeout | undefined;
  let interrupted = false;
  let answered = false;
  const show = (events: readonly InputEvent[]): void => {
    if (pending.length > 0) process.stdout.write(`${describe(pending, events, changes).join("\n")}\n`);
    pending = Buffer.alloc(0);
    const quits = events.some((event) => event.type === "text" && event.text === "q");
    const isInterrupt = events.some((event) => event.type === "key" && event.key === "ctrl+c");
    if (quits || (isInterrupt && interrupted)) resolve();
    interrupted = isInterrupt;
  };
  process.stdin.on("data", (chunk: Buffer) => {
    clearTimeout(flushing);
    const { rest, answer } = keyboardAnswer(chunk);
    if (answer !== undefined && !answered) process.stdout.write(`${answerWords(answer)}\n`);
    answered ||= answer !== undefined;
    if (rest.length === 0) return;
    pending = Buffer.concat([pending, rest]);
    const events = decoder.push(rest);
    if (events.length > 0 || !decoder.pending) show(events);
    else flushing = setTimeout(() => show(decoder.flush()), escapeMs);
  });
  process.stdin.on("end", resolve).on("error", resolve);
  return promise;
}

function answerWords(knowsProtocol: boolean): string {
  return knowsProtocol
    ? "This terminal speaks the Kitty keyboard protocol: Shift-Enter and Enter are two keys."
    : "This terminal doesn't speak the Kitty keyboard protocol: Shift-Enter is Enter, Ctrl-I is Tab, and so on.";
}
