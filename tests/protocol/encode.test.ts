/** What is written is what msgpackr reads, wherever in its slab a value comes to stand. */
import { deepStrictEqual } from "node:assert";
import test from "ava";
import fc from "fast-check";
import { Packr } from "msgpackr";
import { encode } from "../../protocol/encode.ts";
import { values } from "./values.ts";

const packr = new Packr({ useRecords: false, variableMapSize: true, int64AsType: "number" });
const unpack = (bytes: Buffer): unknown => packr.unpack(bytes);

test("any values one after the other are read back, each from bytes of its own", (t) => {
  const wide = fc.record({
    text: fc.string({ unit: "grapheme", maxLength: 60 }),
    times: fc.integer({ min: 1, max: 3000 }),
  });
  const long = wide.map(({ text, times }) => ({ text: text.repeat(times), last: true }));
  fc.assert(
    fc.property(fc.array(fc.oneof(values, long), { minLength: 1, maxLength: 8 }), (all) => {
      const written = all.map((value) => encode(value, 4).subarray(4));
      deepStrictEqual(written.map(unpack), all);
    }),
    { numRuns: 150 },
  );
  t.pass();
});

test("each length of string, list and map is read back, and its header is the shortest", (t) => {
  const headers: [count: number, string: number, list: number][] = [
    [0, 1, 1],
    [15, 1, 1],
    [16, 1, 3],
    [31, 1, 3],
    [32, 2, 3],
    [255, 2, 3],
    [256, 3, 3],
    [65_535, 3, 3],
  ];
  for (const [count, string, list] of headers) {
    for (const letter of ["a", "é", "語"]) {
      const text = letter.repeat(Math.floor(count / Buffer.byteLength(letter)));
      const bytes = Buffer.byteLength(text);
      t.is(encode({ a: text }, 0).length, 3 + bytes + (bytes < 32 ? 1 : bytes < 256 ? 2 : 3));
      t.deepEqual(unpack(encode({ a: text }, 0)), { a: text });
    }
    t.is(encode({ a: "x".repeat(count) }, 0).length, 3 + string + count);
    t.is(encode({ a: Array(count).fill(1) }, 0).length, 3 + list + count);
    const map = Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));
    t.deepEqual(unpack(encode(map, 0)), map);
  }
  t.is(encode({ a: "x".repeat(65_536) }, 0).length, 3 + 5 + 65_536);
});

test("integers are as msgpackr writes them, up to those that it writes as floats", (t) => {
  const edges = [0x20, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff];
  for (const edge of edges.flatMap((edge) => [edge, -edge, -edge - 1])) {
    t.deepEqual(encode({ n: edge }, 0).toString("hex"), packr.pack({ n: edge }).toString("hex"));
  }
  t.is(encode({ n: Number.MAX_SAFE_INTEGER }, 0).toString("hex"), "81a16ecf001fffffffffffff");
  t.is(encode({ n: Number.MIN_SAFE_INTEGER }, 0).toString("hex"), "81a16ed3ffe0000000000001");
});

test("what no frame can hold is an error, and what comes after it is whole", (t) => {
  t.throws(() => encode({ a: 1n }, 0), { instanceOf: TypeError, message: /bigint/ });
  t.deepEqual(unpack(encode({ a: [null, false, 1.5] }, 0)), { a: [null, false, 1.5] });
});
