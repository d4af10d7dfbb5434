/**
 * What files should hold, until they do. Whoever changes a file goes on at once; changes are gathered, written in the
 * order asked, and kept and tried again while the disk refuses them. One that doesn't answer at all holds nobody up.
 */
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { dirname } from "node:path";
import { getSystemErrorMessage } from "node:util";
import { NoAnswer, patiently } from "./patience.ts";
import {
  fileMode,
  isMissing,
  makePrivate,
  removeFile,
  replaceFile,
  syncFolder,
  temporaryFor,
} from "./private.ts";

export type Change =
  /** The whole file; `text` is asked for when it's written. */
  | { readonly kind: "write"; text(): string }
  | { readonly kind: "append"; readonly text: string }
  | { readonly kind: "remove" };

/** Told what came of a change: saved, or not saved yet, because the disk refuses; saved may follow that. */
export type Told = (saved: boolean) => void;

interface Wanted {
  readonly change: Change;
  readonly told: readonly Told[];
}

/** An answer that comes sooner than this spares the message its file. */
const gatherMs = 20;
const retryMs = 10_000;
/** Files written at the same time: of the four threads that Node has for files and names, a dead disk mustn't hold all. */
const together = 2;

export class Disk {
  readonly #root: string;
  readonly #onTrouble: (reason: string | undefined) => void;
  readonly #wanted = new Map<string, Wanted>();
  #writing: ReadonlyMap<string, Wanted> = new Map();
  #flushing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;
  #failing = false;
  /** Nothing that was asked of the disk has come back for too long. */
  #hanging = false;

  /** Folders are made and kept private down from `root`. `onTrouble`: why nothing can be saved, or that it can again. */
  constructor(root: string, onTrouble: (reason: string | undefined) => void) {
    this.#root = root;
    this.#onTrouble = onTrouble;
  }

  /** Changes a file within so many ms, instead of what was wanted of it before. */
  change(path: string, change: Change, told?: Told, ms = gatherMs): void {
    const before = this.#wanted.get(path);
    // Last in the order of what is written, too.
    this.#wanted.delete(path);
    this.#wanted.set(path, joined(before, { change, told: told ? [told] : [] }));
    this.#flushIn(ms);
    if (this.#hanging) told?.(false);
  }

  /** Forgets what was wanted of files in this folder. */
  drop(folder: string): void {
    for (const path of this.#wanted.keys()) if (path.startsWith(folder)) this.#wanted.delete(path);
  }

  /** Resolves when all that is wanted has been tried; rejects when the disk doesn't answer. */
  async flush(): Promise<void> {
    if (this.#hanging) throw new NoAnswer();
    try {
      await patiently(this.#flushAll());
    } catch (error) {
      this.#hangs(error);
      throw error;
    }
  }

  /** For a process that is about to end: saves what it can before it returns. False: the disk doesn't answer. */
  flushNow(): boolean {
    if (this.#hanging) return false;
    // What is being written may not come to its end. A line that is being added may be there twice then.
    for (const [path, wanted] of [...this.#writing, ...this.#wanted]) {
      try {
        applyNow(path, wanted.change);
      } catch {
        continue;
      }
      if (this.#wanted.get(path) === wanted) this.#wanted.delete(path);
      for (const tell of wanted.told) tell(true);
    }
    return true;
  }

  #flushIn(ms: number): void {
    const due = performance.now() + ms;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.flush().catch(() => {}), ms);
    this.#timer.unref();
  }

  async #flushAll(): Promise<void> {
    await this.#flushing;
    this.#flushing ??= this.#writeWanted().finally(() => {
      this.#flushing = undefined;
    });
    await this.#flushing;
  }

  async #writeWanted(): Promise<void> {
    clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
    this.#writing = new Map(this.#wanted);
    this.#wanted.clear();
    let trouble: unknown;
    for (const [folder, files] of Map.groupBy(this.#writing, ([path]) => dirname(path))) {
      trouble = (await this.#writeFolder(folder, files)) ?? trouble;
    }
    this.#writing = new Map();
    this.#hanging = false;
    this.#report(trouble);
    if (trouble !== undefined) this.#flushIn(retryMs);
    else if (this.#wanted.size > 0) this.#flushIn(gatherMs);
  }

  /** What went wrong with any of these files, if anything did. */
  async #writeFolder(folder: string, files: readonly [string, Wanted][]): Promise<unknown> {
    let trouble: unknown;
    const saved: [string, Wanted][] = [];
    for (let at = 0; at < files.length; at += together) {
      await Promise.all(
        files.slice(at, at + together).map(async (file) => {
          try {
            await this.#apply(file[0], file[1].change);
            saved.push(file);
          } catch (error) {
            trouble = error;
            this.#failed(file);
          }
        }),
      );
    }
    try {
      await syncFolder(folder);
      for (const [, { told }] of saved) for (const tell of told) tell(true);
    } catch (error) {
      trouble = error;
      for (const file of saved) this.#failed(file);
    }
    return trouble;
  }

  async #apply(path: string, change: Change): Promise<void> {
    if (change.kind === "remove") return removeFile(path);
    try {
      await write(path, change);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await makePrivate(this.#root, dirname(path));
      await write(path, change);
    }
  }

  #failed([path, wanted]: [string, Wanted]): void {
    const newer = this.#wanted.get(path);
    this.#wanted.set(path, newer ? joined(wanted, newer) : wanted);
    for (const tell of wanted.told) tell(false);
  }

  #hangs(error: unknown): void {
    this.#hanging = true;
    this.#report(error);
    for (const { told } of [...this.#writing.values(), ...this.#wanted.values()])
      for (const tell of told) tell(false);
  }

  #report(trouble: unknown): void {
    const failing = trouble !== undefined;
    if (failing === this.#failing) return;
    this.#failing = failing;
    this.#onTrouble(failing ? reasonOf(trouble) : undefined);
  }
}

function joined(before: Wanted | undefined, next: Wanted): Wanted {
  if (before === undefined) return next;
  const [first, second] = [before.change, next.change];
  // What is wanted no longer has no outcome.
  if (first.kind !== second.kind) return next;
  const told = [...before.told, ...next.told];
  if (first.kind === "append" && second.kind === "append")
    return { change: { kind: "append", text: first.text + second.text }, told };
  return { change: second, told };
}

function write(path: string, change: Exclude<Change, { kind: "remove" }>): Promise<void> {
  return change.kind === "append"
    ? appendFile(path, change.text, { mode: fileMode })
    : replaceFile(path, change.text());
}

function applyNow(path: string, change: Change): void {
  if (change.kind === "remove") {
    rmSync(path, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (change.kind === "append") {
    appendFileSync(path, change.text, { mode: fileMode });
    return;
  }
  const temporary = temporaryFor(path, "-end");
  writeFileSync(temporary, change.text(), { mode: fileMode, flush: true });
  renameSync(temporary, path);
}

/** The system's reason in plain words, such as "no space left on device". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("errno" in error && typeof error.errno === "number") return getSystemErrorMessage(error.errno);
  return error.message;
}
