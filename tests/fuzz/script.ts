/**
 * What one end says to the other, as text that people can read and keep: a frame per line as JSON, or `hex` and bytes
 * that needn't be a frame at all. In what a server says, `{"answer": NAME, …}` is the answer to the next such request.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeFrame } from "../../protocol/index.ts";

export type Line = { readonly bytes: Uint8Array } | { readonly value: object };
export type Script = readonly Line[];

const corpus = fileURLToPath(new URL("corpus", import.meta.url));

/** What is written for it. */
export function bytesOf(script: Script): Buffer {
  return Buffer.concat(script.map((line) => ("bytes" in line ? line.bytes : encodeFrame(line.value))));
}

export function print(script: Script): string {
  return script.map((line) => `${printLine(line)}\n`).join("");
}

function printLine(line: Line): string {
  return "bytes" in line ? `hex ${Buffer.from(line.bytes).toString("hex")}` : JSON.stringify(line.value);
}

/** Reads what `print` has written; lines that start with `#` say what it is about. */
export function parse(text: string): Script {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) =>
      line.startsWith("hex ") ? { bytes: Buffer.from(line.slice(4), "hex") } : { value: JSON.parse(line) },
    );
}

/** The corpus of a target: every input that has ever failed, and some that were thought of. */
export function load(target: string): { name: string; script: Script }[] {
  const folder = join(corpus, target);
  return readdirSync(folder).map((name) => ({
    name,
    script: parse(readFileSync(join(folder, name), "utf8")),
  }));
}

/** Adds an input to the corpus; returns its path. */
export function save(target: string, script: Script): string {
  const text = print(script);
  const name = createHash("sha256").update(text).digest("hex").slice(0, 12);
  mkdirSync(join(corpus, target), { recursive: true });
  const path = join(corpus, target, `${name}.txt`);
  writeFileSync(path, text);
  return path;
}
