/**
 * A file layer over real files that keeps a log of what changes them, fails where a test wants it to, and can stop
 * for good at a chosen call, as a killed process or a power cut would.
 */
import { open, truncate } from "node:fs/promises";
import { type Files, nodeFiles, type OpenFile } from "../../data/files.ts";

export type Operation =
  | "open"
  | "write"
  | "datasync"
  | "truncate"
  | "makeFolder"
  | "syncFolder"
  | "rename"
  | "link"
  | "remove";

export interface Call {
  readonly operation: Operation;
  readonly path: string;
  /** Written by it. */
  readonly bytes: number;
}

const numbers = { ENOENT: -2, ENOSPC: -28, EIO: -5, EROFS: -30, EACCES: -13 } as const;

/** An error as the system gives it. */
export function systemError(code: keyof typeof numbers): NodeJS.ErrnoException {
  const errno = numbers[code];
  return Object.assign(new Error(`${code}: test`), { code, errno });
}

/** Where a file was written to since the last sync, and how long it was then. */
interface Unsafe {
  from: number;
  to: number;
  length: number;
}

async function zero(path: string, from: number, to: number): Promise<void> {
  if (from >= to) return;
  const handle = await open(path, "r+");
  await handle.write(Buffer.alloc(to - from), 0, to - from, from);
  await handle.close();
}

export class FaultyFiles implements Files {
  readonly calls: Call[] = [];
  /** Called before each change; what it throws, or rejects with, is the call's failure. A write happens in part. */
  before: (call: Call) => void | Promise<void> = () => {};
  readonly reads: string[] = [];
  beforeRead: (path: string) => void | Promise<void> = () => {};
  /** The call with this number doesn't happen, a write only in part, and nothing does after it. */
  stopAt = Number.POSITIVE_INFINITY;
  /** How much of a write happens that fails or is stopped, from 0 to 1. */
  share = 0.5;
  /** Called when it comes to that. */
  onStop: () => void = () => {};
  /** What a stopped process has not closed itself. */
  readonly #open = new Set<OpenFile>();
  /** Path → what a power cut may take. A write and its sync are two calls here. */
  readonly #unsafe = new Map<string, Unsafe>();

  get stopped(): boolean {
    return this.calls.length >= this.stopAt;
  }

  count(operation: Operation): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Takes from every file a share (0 to 1) of what was not synced, as a power cut may: where the file was long enough before, zeros come back. */
  async losePower(share: number): Promise<void> {
    for (const [path, { from, to, length }] of this.#unsafe) {
      const kept = from + Math.floor((to - from) * (1 - share));
      await zero(path, kept, Math.min(to, length)).catch(() => {});
      if (to > length) await truncate(path, Math.max(kept, length)).catch(() => {});
    }
  }

  async open(path: string, flags: "r+" | "w"): Promise<OpenFile> {
    await this.#call("open", path);
    const file = await nodeFiles.open(path, flags);
    this.#open.add(file);
    const unsafe: Unsafe = {
      from: 0,
      to: 0,
      length: flags === "r+" ? (await nodeFiles.read(path)).length : 0,
    };
    this.#unsafe.set(path, unsafe);
    const write = async (bytes: Buffer, at: number) => {
      await file.write(bytes, at);
      Object.assign(unsafe, { from: at, to: at + bytes.length });
    };
    const datasync = async () => {
      await this.#call("datasync", path);
      await file.datasync();
      Object.assign(unsafe, { from: 0, to: 0, length: Math.max(unsafe.length, unsafe.to) });
    };
    return {
      write: async (bytes, at) => {
        const part = bytes.subarray(0, Math.floor(bytes.length * this.share));
        await this.#call("write", path, bytes.length, () => write(part, at));
        await write(bytes, at);
        await datasync();
      },
      datasync,
      truncate: async (to) => {
        await this.#call("truncate", path);
        await file.truncate(to);
        unsafe.length = Math.min(unsafe.length, to);
      },
      // Always, or the tests would run out of files.
      close: async () => {
        if (this.#open.delete(file)) await file.close();
      },
    };
  }

  /** As the system does with the files of a process that is gone. */
  async closeAll(): Promise<void> {
    const files = [...this.#open];
    this.#open.clear();
    await Promise.all(files.map((file) => file.close()));
  }

  async read(path: string): Promise<Buffer> {
    this.reads.push(path);
    await this.beforeRead(path);
    return nodeFiles.read(path);
  }

  list = nodeFiles.list;

  async makeFolder(path: string): Promise<void> {
    await this.#call("makeFolder", path);
    await nodeFiles.makeFolder(path);
  }

  async syncFolder(path: string): Promise<void> {
    await this.#call("syncFolder", path);
    await nodeFiles.syncFolder(path);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#call("rename", to);
    await nodeFiles.rename(from, to);
    const unsafe = this.#unsafe.get(from);
    this.#unsafe.delete(from);
    if (unsafe) this.#unsafe.set(to, unsafe);
  }

  async link(from: string, to: string): Promise<void> {
    await this.#call("link", to);
    await nodeFiles.link(from, to);
  }

  async remove(path: string): Promise<void> {
    await this.#call("remove", path);
    await nodeFiles.remove(path);
    this.#unsafe.delete(path);
  }

  async #call(operation: Operation, path: string, bytes = 0, partly?: () => Promise<void>): Promise<void> {
    if (this.stopped) throw new Error("stopped");
    const call = { operation, path, bytes };
    this.calls.push(call);
    if (this.stopped) {
      this.onStop();
      await partly?.();
      throw new Error("stopped");
    }
    try {
      await this.before(call);
    } catch (error) {
      await partly?.();
      throw error;
    }
  }
}
