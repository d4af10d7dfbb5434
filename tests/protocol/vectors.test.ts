/** vectors.json is what other languages test against, so this implementation must pass it as it stands on disk. */
import { readFileSync } from "node:fs";
import test from "ava";
import { ProtocolError } from "../../protocol/errors.ts";
import { encodeFrame, FrameDecoder } from "../../protocol/frames.ts";
import { limits } from "../../protocol/limits.ts";
import type { RefusedFrame } from "../../scripts/docs/refused.ts";
import type { ValidFrame } from "../../scripts/docs/vectors.ts";

interface Vectors {
  readonly limits: { readonly bytes: number; readonly items: number; readonly depth: number };
  readonly frames: { readonly valid: readonly ValidFrame[]; readonly invalid: readonly RefusedFrame[] };
}

const text = readFileSync(new URL("../../protocol/vectors.json", import.meta.url), "utf8");
const vectors = JSON.parse(text) as Vectors;
const { valid, invalid } = vectors.frames;

/** What becomes of the bytes: a value, a code, or nothing yet. */
function outcome(hex: string): object | string {
  const decoder = new FrameDecoder(vectors.limits);
  decoder.push(Buffer.from(hex, "hex"));
  try {
    return decoder.next() ?? "incomplete";
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

test("the limits that the vectors assume are the server's", (t) => {
  t.deepEqual(vectors.limits, {
    bytes: limits.frameBytes,
    items: limits.frameItems,
    depth: limits.frameDepth,
  });
});

test("every valid frame decodes to its JSON", (t) => {
  for (const { name, hex, json } of valid) t.deepEqual(outcome(hex), json, name);
});

test("every canonical frame is what its JSON encodes to", (t) => {
  for (const { name, hex, json, canonical } of valid)
    t.is(encodeFrame(json).toString("hex") === hex, canonical, name);
});

test("every invalid frame is refused with its code", (t) => {
  for (const { name, hex, error } of invalid) t.is(outcome(hex), error, name);
});

test("every valid frame is incomplete until its last byte", (t) => {
  for (const { name, hex } of valid)
    for (const bytes of [0, 3, 4, hex.length / 2 - 1])
      t.is(outcome(hex.slice(0, bytes * 2)), "incomplete", name);
});

test("names are unique, and all JSON parsers can read the file", (t) => {
  const names = [...valid, ...invalid].map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  t.true(text.isWellFormed());
  t.notRegex(text, /\\ud[89a-f]/i);
});
