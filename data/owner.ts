/** Tells processes apart for the lock and for holds, also where the system has given a dead one's id to another program. */
import * as v from "valibot";
import { type Files, failedWith } from "./files.ts";

const schema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** When it started, in the system's own words, where the system tells. */
  started: v.optional(v.string()),
});

export type Owner = v.InferOutput<typeof schema>;

/** Writes a file that names this process. */
export async function writeOwner(files: Files, path: string): Promise<void> {
  const text = `${JSON.stringify(await thisProcess(files))}\n`;
  const file = await files.open(path, "w");
  try {
    await file.write(Buffer.from(text), 0);
  } finally {
    await file.close();
  }
}

async function thisProcess(files: Files): Promise<Owner> {
  const started = await startOf(files, process.pid);
  return { pid: process.pid, ...(typeof started === "string" && { started }) };
}

/** Undefined for what names nobody: a lock that was let go of, or one that a power cut left empty. */
export function parseOwner(text: string): Owner | undefined {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

export async function isAlive(files: Files, { pid, started }: Owner): Promise<boolean> {
  if (!answers(pid)) return false;
  const now = await startOf(files, pid);
  if (now === "dead") return false;
  return started === undefined || now === undefined || now === started;
}

/** Signal 0 reaches every process that there is, or is refused because it is another user's. */
function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return failedWith(error, "EPERM");
  }
}

/** "dead" for one that was killed and whose parent hasn't noticed; undefined where there is no /proc. */
async function startOf(files: Files, pid: number): Promise<string | undefined> {
  try {
    const stat = (await files.read(`/proc/${pid}/stat`)).toString();
    // The second field is the program's name in brackets, and may hold anything. See proc(5).
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return "dead";
    const boot = (await files.read("/proc/sys/kernel/random/boot_id")).toString().trim();
    return `${boot} ${fields[18]}`;
  } catch {
    return undefined;
  }
}
