/** Frames on the way out are plain MessagePack, and on the way in depend neither on how TCP cuts them nor on trust. */
import { deepStrictEqual } from "node:assert";
import test from "ava";
import fc from "fast-check";
import { ProtocolError } from "../../protocol/errors.ts";
import { encodeFrame, FrameDecoder, type FrameLimits, frameLimits } from "../../protocol/frames.ts";
import { limits } from "../../protocol/limits.ts";
import { values } from "./values.ts";

const roomy: FrameLimits = { bytes: 10_000_000, items: 1_000_000 };
const framed = (body: Buffer): Buffer => Buffer.concat([lengthOf(body.length), body]);

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** All values that are whole after each chunk. */
function decode(chunks: Iterable<Buffer>, frameLimits: FrameLimits = roomy): unknown[] {
  const decoder = new FrameDecoder(frameLimits);
  const found: unknown[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let value = decoder.next(); value !== undefined; value = decoder.next()) found.push(value);
  }
  return found;
}

function cut(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (stream.length + 1)))].sort((a, b) => a - b);
  return [...ends, stream.length].map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

const byteByByte = (stream: Buffer): Buffer[] => Array.from(stream, (byte) => Buffer.of(byte));

test("any frames decode to what was encoded, whole, split anywhere and byte by byte", (t) => {
  const property = fc.property(
    fc.array(values, { maxLength: 5 }),
    fc.array(fc.nat(), { maxLength: 8 }),
    (sent, places) => {
      const stream = Buffer.concat(sent.map(encodeFrame));
      deepStrictEqual(decode([stream]), sent);
      t.deepEqual(decode(cut(stream, places)), sent);
      t.deepEqual(decode(byteByByte(stream)), sent);
    },
  );
  fc.assert(property, { numRuns: 150 });
  t.pass();
});

test("any bytes decode to maps or end in a ProtocolError, never in another error", (t) => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(fc.oneof(bytes, bytes.map(framed)), (stream) => {
      assertMapsOrProtocolError([stream]);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test("frames with bytes changed decode to maps or end in a ProtocolError, never in another error", (t) => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(values, changes, (value, changed) => {
      const frame = encodeFrame(value);
      for (const [place, byte] of changed) frame[4 + (place % (frame.length - 4))] = byte;
      assertMapsOrProtocolError([frame]);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

function assertMapsOrProtocolError(chunks: Buffer[]): void {
  try {
    for (const value of decode(chunks, frameLimits.loggedIn)) {
      if (Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError("not a plain map");
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
}

test("too long a frame is refused by its length alone, one at the limit is not", (t) => {
  for (const limit of Object.values(frameLimits)) {
    const code = { code: "frame_too_large" };
    t.throws(() => decode([lengthOf(limit.bytes + 1)], limit), { instanceOf: ProtocolError, ...code });
    t.throws(() => decode([lengthOf(0xffff_ffff)], limit), code);
    t.deepEqual(decode([lengthOf(limit.bytes)], limit), []);
  }
});

test("a frame of exactly the limit is accepted", (t) => {
  const text = "x".repeat(limits.frameBytes - "81a161da0000".length / 2);
  const frame = encodeFrame({ a: text });
  t.is(frame.length, 4 + limits.frameBytes);
  t.deepEqual(decode([frame], frameLimits.loggedIn), [{ a: text }]);
});

test("the limit can change between two frames that came in one chunk", (t) => {
  const large = encodeFrame({ text: "x".repeat(limits.frameBytesBeforeLogin) });
  const decoder = new FrameDecoder(frameLimits.beforeLogin);
  decoder.push(Buffer.concat([encodeFrame({ id: 1 }), large]));
  t.deepEqual(decoder.next(), { id: 1 });
  decoder.limits = frameLimits.loggedIn;
  t.is((decoder.next() as { text: string }).text.length, limits.frameBytesBeforeLogin);
  decoder.limits = frameLimits.beforeLogin;
  decoder.push(large);
  t.throws(() => decoder.next(), { code: "frame_too_large" });
});

test("waiting counts the bytes that have not become a value yet", (t) => {
  const decoder = new FrameDecoder(roomy);
  const frame = encodeFrame({ id: 1 });
  decoder.push(Buffer.concat([frame, frame.subarray(0, 3)]));
  t.is(decoder.waiting, frame.length + 3);
  decoder.next();
  t.is(decoder.waiting, 3);
});

test("a body that isn't a map is refused", (t) => {
  for (const body of ["c0", "90", "a161", "01", "c3", "cb3ff0000000000000", ""])
    t.throws(
      () => decode([framed(Buffer.from(body, "hex"))]),
      { instanceOf: ProtocolError, code: "bad_frame" },
      body,
    );
});

test("keys that objects inherit are plain fields, and nothing is polluted", (t) => {
  const inner = "81 a178 01";
  for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
    const key = (0xa0 + name.length).toString(16) + Buffer.from(name).toString("hex");
    const [value] = decode([framed(Buffer.from(`81 ${key} ${inner}`.replaceAll(" ", ""), "hex"))]);
    t.is(Object.getPrototypeOf(value), Object.prototype, name);
    t.deepEqual(Object.entries(value as object), [[name, { x: 1 }]]);
    t.is((value as { x?: unknown }).x, undefined);
    t.is(({} as { x?: unknown }).x, undefined);
  }
});

const body = (value: object): string => encodeFrame(value).toString("hex").slice(8);

test("integers are encoded as MessagePack integers of the shortest width, times too", (t) => {
  const encoded = new Map([
    [0, "00"],
    [127, "7f"],
    [128, "cc80"],
    [255, "ccff"],
    [256, "cd0100"],
    [65_535, "cdffff"],
    [65_536, "ce00010000"],
    [2 ** 32 - 1, "ceffffffff"],
    [2 ** 32, "cf0000000100000000"],
    [1_790_000_000_000, "cf000001a0c4506c00"],
    [Number.MAX_SAFE_INTEGER, "cf001fffffffffffff"],
    [-1, "ff"],
    [-32, "e0"],
    [-33, "d0df"],
    [-128, "d080"],
    [-129, "d1ff7f"],
    [-32_768, "d18000"],
    [-32_769, "d2ffff7fff"],
    [-(2 ** 31), "d280000000"],
    [-(2 ** 31) - 1, "d3ffffffff7fffffff"],
    [Number.MIN_SAFE_INTEGER, "d3ffe0000000000001"],
  ]);
  for (const [number, hex] of encoded) t.is(body({ n: number }), `81a16e${hex}`, String(number));
  t.regex(body({ t: Date.now() }), /^81a174cf00/);
});

test("what looks like a float within a string, and real floats, are left alone", (t) => {
  const text = "\u02cbA\u0000\u0000\u0000 \u00cb";
  t.deepEqual(decode([encodeFrame({ text, f: 0.5, n: 2 ** 40, g: 2 ** 60 })]), [
    { text, f: 0.5, n: 2 ** 40, g: 2 ** 60 },
  ]);
  t.is(body({ f: 0.5 }), "81a166cb3fe0000000000000");
});

test("a field that is undefined is left out", (t) => {
  t.is(body({ a: undefined, b: 1, c: { d: undefined } }), body({ b: 1, c: {} }));
});

test("half of a surrogate pair becomes U+FFFD, whatever the length of the string", (t) => {
  for (const filler of ["", "é", "x".repeat(40), "é".repeat(60), "한".repeat(30), "x".repeat(300)]) {
    for (const half of ["\ud800", "\udfff"]) {
      const sent = { s: filler + half, t: half + filler, u: `${half}퟿${half}` };
      const [got] = decode([encodeFrame(sent)]);
      t.deepEqual(got, { s: sent.s.toWellFormed(), t: sent.t.toWellFormed(), u: sent.u.toWellFormed() });
    }
  }
});

test("a string of 237 bytes, whose length is the byte that leads a surrogate, stays as it is", (t) => {
  const text = `${"é".repeat(118)}x`;
  t.is(Buffer.byteLength(text), 0xed);
  t.deepEqual(decode([encodeFrame({ text })]), [{ text }]);
});
