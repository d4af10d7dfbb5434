/** Bytes that are frames, nearly frames, or nothing of the kind. */
import fc from "fast-check";
import { encodeFrame } from "../../protocol/index.ts";
import { values } from "../protocol/values.ts";
import type { Line } from "./script.ts";

const any = fc.uint8Array({ maxLength: 120 });

/** With a length before it that is right. */
const framed = any.map((body) => {
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32BE(body.length);
  frame.set(body, 4);
  return frame;
});

/** A frame in which bytes were changed, lost or added. */
const changed = fc
  .tuple(values, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.integer({ min: -3, max: 3 }))
  .map(([value, changes, more]) => {
    const frame = encodeFrame(value);
    for (const [place, byte] of changes) frame[place % frame.length] = byte;
    return Buffer.concat([frame, Buffer.alloc(3)]).subarray(0, frame.length + more);
  });

const words = fc
  .constantFrom("GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\x16\x03\x01\x02\x00\x01", "\x1b]0;owned\x07")
  .map((text) => Buffer.from(text, "latin1"));

export const bytes: fc.Arbitrary<Line> = fc.oneof(any, framed, changed, words).map((all) => ({ bytes: all }));

export const frames: fc.Arbitrary<Line> = values.map((value) => ({ value }));
