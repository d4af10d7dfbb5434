/**
 * protocol/vectors.json: frames, names, passwords and texts with what a right implementation makes of them, for tests
 * in other languages. Only what every JSON parser reads the same occurs in it.
 */
import { examples } from "../../protocol/examples.ts";
import { encodeFrame, frameLimits } from "../../protocol/frames.ts";
import { limits } from "../../protocol/limits.ts";
import { protocolVersion } from "../../protocol/messages.ts";
import { reservedNames } from "../../protocol/names.ts";
import { refusedFrames } from "./refused.ts";
import { names, passwords, texts } from "./words.ts";

export interface ValidFrame {
  readonly name: string;
  readonly hex: string;
  readonly json: object;
  /** False where the shortest encoding is another: it must be read, but a writer makes other bytes. */
  readonly canonical: boolean;
}

const about =
  "Frames as a server accepts them in a session, under `limits`. valid: `hex` is a whole frame and decodes to `json`; where `canonical`, encoding `json` with its keys in order gives `hex` again. invalid: `hex` is refused with `error`; `incomplete` means wait for more bytes.";

export function vectorsFile(): string {
  const { bytes, items } = frameLimits.loggedIn;
  const file = {
    about,
    version: protocolVersion,
    limits: { bytes, items, depth: limits.frameDepth },
    frames: { valid: validFrames(), invalid: refusedFrames },
    names: { ...names, reserved: reservedNames },
    passwords,
    texts,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

function validFrames(): ValidFrame[] {
  return [
    ...examples.map(({ name, value }) => canonical(name, value)),
    ...edges(),
    ...integers().map((n) => canonical(`integer ${n}`, { n })),
    ...lengths().map((length) => canonical(`string of ${length} bytes`, { s: "x".repeat(length) })),
    ...otherWidths(),
  ];
}

function canonical(name: string, value: object): ValidFrame {
  return { name, hex: encodeFrame(value).toString("hex"), json: value, canonical: true };
}

function edges(): ValidFrame[] {
  return [
    canonical("empty map", {}),
    canonical("nil, false, true", { a: null, b: false, c: true }),
    canonical("float", { f: 1.5, g: -0.25 }),
    canonical("UTF-8 of 1, 2, 3 and 4 bytes", { s: "aé€🍜" }),
    canonical("UTF-8: first and last of each length", {
      s: "\u0000\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}",
    }),
    canonical("key of 40 bytes", { ["k".repeat(40)]: 1 }),
    canonical("map of 15", numbered(15)),
    canonical("map of 16", numbered(16)),
    canonical("array of 15", { a: ones(15) }),
    canonical("array of 16", { a: ones(16) }),
    canonical("nesting at the limit", nested(limits.frameDepth)),
    canonical("values at the limit", { a: ones(limits.frameItems - 2) }),
  ];
}

/** Either side of every boundary between two widths. */
function integers(): number[] {
  const positive = [2 ** 7, 2 ** 8, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 40].flatMap((edge) => [edge - 1, edge]);
  const negative = [2 ** 5, 2 ** 7, 2 ** 15, 2 ** 31].flatMap((edge) => [-edge, -edge - 1]);
  return [0, 1, ...positive, Number.MAX_SAFE_INTEGER, -1, ...negative, Number.MIN_SAFE_INTEGER];
}

function lengths(): number[] {
  return [0, 31, 32, 255, 256, 300];
}

/** The same values in tokens wider than they need be, which other libraries send. */
function otherWidths(): ValidFrame[] {
  const one: readonly [string, string][] = [
    ["uint 8", "cc01"],
    ["uint 16", "cd0001"],
    ["uint 32", "ce00000001"],
    ["uint 64", "cf0000000000000001"],
    ["int 8", "d001"],
    ["int 16", "d10001"],
    ["int 32", "d200000001"],
    ["int 64", "d30000000000000001"],
    ["float 32", "ca3f800000"],
    ["float 64", "cb3ff0000000000000"],
  ];
  return [
    ...one.map(([name, hex]) => wide(`1 as ${name}`, `81a16e${hex}`, { n: 1 })),
    wide("string as str 16", "81a173da000161", { s: "a" }),
    wide("string as str 32", "81a173db0000000161", { s: "a" }),
    wide("key as str 8", "81d9016e01", { n: 1 }),
    wide("array 16 and 32", "81a161dc0001dd00000000", { a: [[]] }),
    wide("map 16", "de0001a16e01", { n: 1 }),
    wide("map 32", "df00000001a16e01", { n: 1 }),
  ];
}

function wide(name: string, body: string, json: object): ValidFrame {
  const length = (body.length / 2).toString(16).padStart(8, "0");
  return { name, hex: length + body, json, canonical: false };
}

function numbered(count: number): object {
  return Object.fromEntries(ones(count).map((_one, index) => [`k${index}`, index]));
}

function ones(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}

/** Maps within maps, `depth` of them in all. */
function nested(depth: number): object {
  return depth === 1 ? {} : { a: nested(depth - 1) };
}
