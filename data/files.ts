/**
 * The few things the store asks of a file system. Tests pass a layer of their own that fails or stops at a chosen
 * call; everything else uses `nodeFiles`.
 */
import { constants } from "node:fs";
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { getSystemErrorMessage } from "node:util";

export interface OpenFile {
  /** Writes all of it from that byte of the file on, and resolves when data and length are on disk. */
  write(bytes: Buffer, at: number): Promise<void>;
  /** Resolves when what was there when it was opened, and each cut since, are on disk. */
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface Files {
  /** `r+` keeps what is there, `w` empties it first; both make a file where there is none, of mode 0600. */
  open(path: string, flags: "r+" | "w"): Promise<OpenFile>;
  read(path: string): Promise<Buffer>;
  list(folder: string): Promise<string[]>;
  /** Makes the folder and those above it, mode 0700, so that they outlive a power cut. */
  makeFolder(path: string): Promise<void>;
  /** Makes the folder's entries (new, renamed, removed) outlive a power cut. */
  syncFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; fails with EEXIST where the name is taken. */
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export const nodeFiles: Files = {
  async open(path, flags) {
    return openFile(await open(path, openFlags[flags], 0o600));
  },
  read: (path) => readFile(path),
  list: (folder) => readdir(folder),
  async makeFolder(path) {
    if (await makeOne(path)) return;
    // One step at a time: mkdir's own recursion never ends where a folder can't be made, as below /proc.
    await nodeFiles.makeFolder(dirname(path));
    if (!(await makeOne(path)))
      throw Object.assign(new Error("the folder can't be made"), { code: "ENOENT" });
  },
  async syncFolder(path) {
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  rename,
  link,
  remove: unlink,
};

/**
 * Whether the system can sync a write with the write itself, which takes less time and CPU than to ask twice. Elsewhere
 * the flag is missing, or promises less: on macOS not that the disk has it.
 */
const syncsWrites = process.platform === "linux";

const { O_WRONLY, O_CREAT, O_TRUNC, O_DSYNC } = constants;
const anyFlags = O_WRONLY | O_CREAT | (syncsWrites ? O_DSYNC : 0);
const openFlags = { "r+": anyFlags, w: anyFlags | O_TRUNC };

/** False: the folder above isn't there. */
async function makeOne(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    await nodeFiles.syncFolder(dirname(path));
  } catch (error) {
    if (failedWith(error, "ENOENT")) return false;
    // Also true of a file in its place, which the first use of the folder tells.
    if (!failedWith(error, "EEXIST")) throw error;
  }
  return true;
}

function openFile(handle: FileHandle): OpenFile {
  return {
    async write(bytes, at) {
      for (let done = 0; done < bytes.length; ) {
        done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
      }
      if (!syncsWrites) await handle.datasync();
    },
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
}

/** Whether a system call failed with this code, such as ENOENT. */
export function failedWith(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** The system's reason in plain words, such as "no space left on device". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("errno" in error && typeof error.errno === "number") return getSystemErrorMessage(error.errno);
  return error.message;
}
