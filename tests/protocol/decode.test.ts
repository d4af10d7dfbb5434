/** Each token that is allowed is read as msgpackr reads it; those that aren't, and what is over the limits, are refused. */
import { deepStrictEqual } from "node:assert";
import test from "ava";
import fc from "fast-check";
import { Packr } from "msgpackr";
import { decode } from "../../protocol/decode.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import { limits } from "../../protocol/limits.ts";
import { values } from "./values.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");

const around = hex("a3 616161");

/** Between others, which are none of its business. */
function read(body: Buffer, maxItems: number = limits.frameItems): unknown {
  return decode(Buffer.concat([around, body, around]), around.length, around.length + body.length, maxItems);
}

function isRefused(body: Buffer, maxItems?: number): string | undefined {
  try {
    read(body, maxItems);
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "bad_frame") return error.message;
    throw error;
  }
}

const compact = new Packr({ useRecords: false, variableMapSize: true, int64AsType: "number" });
/** Its maps have longer headers than they need. */
const wide = new Packr({ useRecords: false, variableMapSize: false, int64AsType: "number" });

test("any values are read as they were before msgpackr wrote them", (t) => {
  const property = fc.property(values, fc.constantFrom(compact, wide), (value, packer) => {
    deepStrictEqual(read(packer.pack(value), 1_000_000), value);
  });
  fc.assert(property, { numRuns: 300 });
  t.pass();
});

test("keys that fall on the same place don't take each other's", (t) => {
  const names = Array.from({ length: 2000 }, (_, index) => `k${index}`);
  for (const name of [...names, ...names.reverse()]) {
    deepStrictEqual(read(compact.pack({ [name]: 1 })), { [name]: 1 });
  }
  t.pass();
});

const allowed: Readonly<Record<string, readonly string[]>> = {
  "positive fixint": ["00", "7f"],
  "negative fixint": ["e0", "ff"],
  fixmap: ["80", `8f ${"a16b00".repeat(15)}`],
  fixarray: ["90", `9f ${"00".repeat(15)}`],
  fixstr: ["a0", `bf ${"61".repeat(31)}`],
  nil: ["c0"],
  booleans: ["c2", "c3"],
  "float 32": ["ca 00000000", "ca ffffffff"],
  "float 64": ["cb 0000000000000000", "cb ffffffffffffffff"],
  "uint 8": ["cc 00", "cc ff"],
  "uint 16": ["cd 0000", "cd ffff"],
  "uint 32": ["ce 00000000", "ce ffffffff"],
  "uint 64": ["cf 0000000000000000", "cf 001fffffffffffff"],
  "int 8": ["d0 80", "d0 7f"],
  "int 16": ["d1 8000", "d1 7fff"],
  "int 32": ["d2 80000000", "d2 7fffffff"],
  "int 64": ["d3 ffe0000000000001", "d3 001fffffffffffff"],
  "str 8": ["d9 00", `d9 ff ${"61".repeat(0xff)}`],
  "str 16": ["da 0000", `da ffff ${"61".repeat(0xffff)}`],
  "str 32": ["db 00000000", `db 00010000 ${"61".repeat(0x10000)}`],
  "array 16": ["dc 0000", `dc 0400 ${"00".repeat(1024)}`],
  "array 32": ["dd 00000000", `dd 00000400 ${"00".repeat(1024)}`],
  "map 16": ["de 0000", `de 0200 ${"a16b00".repeat(512)}`],
  "map 32": ["df 00000000", `df 00000200 ${"a16b00".repeat(512)}`],
};

for (const [name, bodies] of Object.entries(allowed)) {
  test(`${name} is allowed at its boundaries, and refused when one byte is missing or left over`, (t) => {
    for (const body of bodies.map(hex)) {
      deepStrictEqual(read(body), compact.unpack(body));
      t.truthy(isRefused(body.subarray(0, -1)));
      t.regex(isRefused(Buffer.concat([body, hex("00")])) ?? "", /bytes after/);
    }
  });
}

test("every token is either allowed above or refused", (t) => {
  const known = new Set(
    Object.values(allowed).flatMap((bodies) => bodies.map((body) => hex(body).readUInt8(0))),
  );
  const refused = [0xc1, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8];
  const padding = Buffer.alloc(64);
  for (const token of refused) {
    t.false(known.has(token));
    t.regex(isRefused(Buffer.concat([Buffer.of(token), padding])) ?? "", /is not allowed/);
  }
  const inRange = (token: number) => token <= 0xbf || token >= 0xe0;
  for (let token = 0; token <= 0xff; token++)
    t.true(inRange(token) || known.has(token) || refused.includes(token));
});

test("integers that a double can't hold are refused", (t) => {
  for (const body of [
    "cf 0020000000000000",
    "cf ffffffffffffffff",
    "d3 0020000000000000",
    "d3 ffe0000000000000",
  ])
    t.regex(isRefused(hex(body)) ?? "", /beyond 2\^53/, body);
});

test("keys must be strings, wherever the map stands", (t) => {
  for (const key of ["00", "ff", "c0", "c3", "cc 01", "90", "80", "cb 0000000000000000"]) {
    for (const body of [`81 ${key} 00`, `81 a161 81 ${key} 00`, `91 81 ${key} 00`, `82 a161 00 ${key} 00`])
      t.regex(isRefused(hex(body)) ?? "", /key is not a string/, body);
  }
  for (const key of ["a0", "a161", "d900", "da0000", "db00000000"])
    t.is(isRefused(hex(`81 ${key} 00`)), undefined);
});

test("strings must be UTF-8, as keys too", (t) => {
  for (const text of ["ff", "c3", "e282", "c080", "eda080", "f4908080", "61ff", "80"]) {
    const string = `a${text.length / 2}${text}`;
    t.regex(isRefused(hex(string)) ?? "", /not UTF-8/, text);
    t.regex(isRefused(hex(`81 ${string} 00`)) ?? "", /not UTF-8/, text);
  }
});

test("nesting is allowed up to the limit and not beyond, by arrays and maps alike", (t) => {
  for (const level of ["91", "81 a161"]) {
    const nested = (depth: number) => hex(`${level.repeat(depth - 1)} 90`);
    t.is(isRefused(nested(limits.frameDepth)), undefined);
    t.regex(isRefused(nested(limits.frameDepth + 1)) ?? "", /nesting is deeper/);
  }
});

test("containers beside each other don't count as nesting", (t) => {
  t.is(isRefused(hex(`dc 0064 ${"9190".repeat(100)}`)), undefined);
});

test("a bomb of a million nested arrays is refused at the limit, whatever follows", (t) => {
  t.regex(isRefused(Buffer.alloc(1_000_000, 0x91)) ?? "", /nesting is deeper/);
});

test("values are counted over all levels, a map's entries twice", (t) => {
  t.is(isRefused(hex("83 a161 00 a162 00 a163 92 00 00"), 8), undefined);
  t.regex(isRefused(hex("83 a161 00 a162 00 a163 92 00 00"), 7) ?? "", /more than 7 values/);
});

test("a count is refused before its values have been looked at", (t) => {
  for (const body of ["dd ffffffff", "df ffffffff", "dc ffff", "de ffff"])
    t.regex(isRefused(hex(body)) ?? "", /more than 1024 values/);
});
