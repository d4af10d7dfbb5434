/** Bytes that are frames, nearly frames, or nothing of the kind. */
import fc from "fast-check";
import { encodeFrame } from "../../protocol/index.ts";
import { values } from "../protocol/values.ts";
import type { Line } from "./script.ts";

const any = fc.uint8Array({ maxLength: 120 });

/** With a length before it that is right. */
function withLength(body: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32BE(body.length);
  frame.set(body, 4);
  return frame;
}

const framed = any.map(withLength);

/** Values that MessagePack can say, and this protocol can't: binary, extensions, numbers too large, keys of any kind. */
const token = fc.constantFrom(
  ..."c0 c2 c3 00 ff a161 a3666f6f d90161 c1 c40161 c7010161 c70172ff d40101 d47240 d5010101 d6ff00000000".split(
    " ",
  ),
  ..."d7ff0000000000000000 d86500000000000000000000000000000000 c7057300939200 c7036591a161".split(" "),
  ..."cf0020000000000000 d3ffdfffffffffffff cb7ff8000000000000 ca7f800000 9100 8100c0 81a16101 dc000100".split(
    " ",
  ),
);

/** Maps of those. */
export const tokens: fc.Arbitrary<Line> = fc
  .array(fc.tuple(fc.oneof({ weight: 3, arbitrary: fc.constantFrom("a161", "a162") }, token), token), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pairs) => Buffer.from((0x80 + pairs.length).toString(16) + pairs.flat().join(""), "hex"))
  .map((body) => ({ bytes: withLength(body) }));

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
