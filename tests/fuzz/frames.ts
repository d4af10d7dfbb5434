/** The decoder: the same however its stream is cut, and nothing comes out but what can be sent on. */
import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { encodeFrame, FrameDecoder, frameLimits, ProtocolError } from "../../protocol/index.ts";
import { bytes, frames, tokens } from "./bytes.ts";
import { bytesOf, type Script } from "./script.ts";
import type { Target } from "./target.ts";

export const decoder: Target = {
  name: "frames",
  scripts: fc.array(fc.oneof(bytes, frames, tokens), { minLength: 1, maxLength: 4 }),
  runs: 500,
  open: async () => ({ run, close: async () => {} }),
};

/** Maps, or the end of the stream; the same however it is cut; and what is a value can be sent on. */
async function run(script: Script): Promise<void> {
  const stream = bytesOf(script);
  const whole = decode([stream]);
  deepStrictEqual(decode(pieces(stream)), whole);
  for (const value of whole) {
    if (value === refused) continue;
    refuseForeign(value);
    deepStrictEqual(decode([encodeFrame(value)]), [value]);
  }
}

/** Nothing but what JSON has: no dates, errors, buffers or whatever else a reader of MessagePack builds. */
function refuseForeign(value: unknown): void {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return;
  const expected = Array.isArray(value) ? Array.prototype : Object.prototype;
  deepStrictEqual(Object.getPrototypeOf(value), expected);
  for (const inner of Object.values(value as object)) refuseForeign(inner);
}

/** So small that they cut lengths and tokens, too. */
function pieces(stream: Buffer): Buffer[] {
  const bytes = 5;
  return Array.from({ length: Math.ceil(stream.length / bytes) }, (_, index) =>
    stream.subarray(index * bytes, (index + 1) * bytes),
  );
}

/** Stands for the end that a ProtocolError is. */
const refused = Object.freeze({});

function decode(chunks: readonly Buffer[]): object[] {
  const decoder = new FrameDecoder(frameLimits.fromServer);
  const found: object[] = [];
  try {
    for (const chunk of chunks) {
      decoder.push(chunk);
      for (let value = decoder.next(); value !== undefined; value = decoder.next()) found.push(value);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    found.push(refused);
  }
  return found;
}
