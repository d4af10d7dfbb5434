/**
 * A file layer over real files that keeps a log of what changes them, fails where a test wants it to, and can stop
 * for good at a chosen call, as a killed process or a power cut would.
 */
import { truncate } from "node:fs/promises";
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
  /** Path → how long the file is, and how much of it a sync has made safe. A write and its sync are two calls here. */
  readonly #lengths = new Map<string, { written: number; synced: number }>();

  get stopped(): boolean {
    return this.calls.length >= this.stopAt;
  }

  count(operation: Operation): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Takes from every file a share (0 to 1) of what was not synced, as a power cut may. */
  async losePower(share: number): Promise<void> {
    for (const [path, { written, synced }] of this.#lengths) {
      const kept = synced + Math.floor((written - synced) * (1 - share));
      await truncate(path, kept).catch(() => {});
    }
  }

  async open(path: string, flags: "a" | "w"): Promise<OpenFile> {
    await this.#call("open", path);
    const file = await nodeFiles.open(path, flags);
    this.#open.add(file);
    const kept = flags === "a" ? (await nodeFiles.read(path)).length : 0;
    const length = { written: kept, synced: kept };
    this.#lengths.set(path, length);
    const datasync = async () => {
      const { written } = length;
      await this.#call("datasync", path);
      await file.datasync();
      length.synced = Math.max(length.synced, written);
    };
    return {
      write: async (bytes) => {
        const part = bytes.subarray(0, Math.floor(bytes.length * this.share));
        await this.#call("write", path, bytes.length, async () => {
          await file.write(part);
          length.written += part.length;
        });
        await file.write(bytes);
        length.written += bytes.length;
        await datasync();
      },
      datasync,
      truncate: async (to) => {
        await this.#call("truncate", path);
        await file.truncate(to);
        length.written = to;
        length.synced = Math.min(length.synced, to);
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
    const length = this.#lengths.get(from);
    this.#lengths.delete(from);
    if (length) this.#lengths.set(to, length);
  }

  async link(from: string, to: string): Promise<void> {
    await this.#call("link", to);
    await nodeFiles.link(from, to);
  }

  async remove(path: string): Promise<void> {
    await this.#call("remove", path);
    await nodeFiles.remove(path);
    this.#lengths.delete(path);
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
