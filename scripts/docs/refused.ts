/** Frames that must be refused, one for each rule, with the code under which a server closes. */
import { limits } from "../../protocol/limits.ts";

export interface RefusedFrame {
  readonly name: string;
  readonly hex: string;
  readonly error: "bad_frame" | "frame_too_large" | "incomplete";
}

/** A frame of this body, given in hex, with the length that it has. */
function bad(name: string, body: string): RefusedFrame {
  return { name, hex: hex32(body.length / 2) + body, error: "bad_frame" };
}

function hex32(number: number): string {
  return number.toString(16).padStart(8, "0");
}

function hex16(number: number): string {
  return number.toString(16).padStart(4, "0");
}

/** Body bytes, in hex, of a map whose one field `a` holds the given value. */
function holding(value: string): string {
  return `81a161${value}`;
}

const notAllowed: readonly [string, string][] = [
  ["never used token c1", "c1"],
  ["bin 8", "c40100"],
  ["bin 16", "c5000100"],
  ["bin 32", "c60000000100"],
  ["ext 8", "c7010100"],
  ["ext 16", "c800010100"],
  ["ext 32", "c9000000010100"],
  ["fixext 1", "d40100"],
  ["fixext 2", "d5010000"],
  ["fixext 4, a timestamp", "d6ff00000000"],
  ["fixext 8, a timestamp", "d7ff0000000000000000"],
  ["fixext 16", `d801${"00".repeat(16)}`],
];

const wrongValues: readonly [string, string][] = [
  ["uint 64 of 2^53", "cf0020000000000000"],
  ["uint 64, the largest", "cfffffffffffffffff"],
  ["int 64 of -2^53", "d3ffe0000000000000"],
  ["int 64, the smallest", "d38000000000000000"],
  ["UTF-8: byte that begins no character", "a1ff"],
  ["UTF-8: character cut off", "a2e282"],
  ["UTF-8: overlong", "a2c080"],
  ["UTF-8: surrogate", "a3eda080"],
  ["UTF-8: beyond U+10FFFF", "a4f4908080"],
  ["value missing", ""],
  ["uint 32 cut off", "ce000000"],
  ["string cut off", "a26b"],
  ["length of a string cut off", "da00"],
  ["array cut off", "9201"],
  ["array that claims 2^32 - 1 elements", "ddffffffff"],
  ["map that claims 2^32 - 1 entries", "dfffffffff"],
];

const wholeBodies: readonly [string, string][] = [
  ["empty body", ""],
  ["nil instead of a map", "c0"],
  ["array instead of a map", "9101"],
  ["string instead of a map", "a161"],
  ["integer instead of a map", "01"],
  ["a byte after the map", "80c0"],
  ["integer as a key", "810101"],
  ["nil as a key", "81c001"],
  ["map as a key", "818001"],
  ["integer as a key further in", holding("8101c0")],
  ["map without its last value", "82a16101a162"],
];

function tooDeep(): string {
  return `${"81a161".repeat(limits.frameDepth)}80`;
}

function tooMany(): string {
  const count = limits.frameItems - 1;
  return holding(`dc${hex16(count)}${"01".repeat(count)}`);
}

export const refusedFrames: readonly RefusedFrame[] = [
  ...notAllowed.map(([name, value]) => bad(name, holding(value))),
  ...notAllowed.map(([name, value]) => bad(`${name}, as the whole body`, value)),
  ...wrongValues.map(([name, value]) => bad(name, holding(value))),
  ...wholeBodies.map(([name, body]) => bad(name, body)),
  bad("nesting over the limit", tooDeep()),
  bad("arrays nested a thousand deep", holding(`${"91".repeat(1000)}90`)),
  bad("values over the limit", tooMany()),
  {
    name: "length over the limit, body not there yet",
    hex: hex32(limits.frameBytes + 1),
    error: "frame_too_large",
  },
  { name: "the largest length", hex: "ffffffff", error: "frame_too_large" },
  { name: "TLS client hello", hex: "1603010200010001fc0303", error: "frame_too_large" },
  { name: "HTTP", hex: Buffer.from("GET / HTTP/1.1\r\n").toString("hex"), error: "frame_too_large" },
  { name: "nothing yet", hex: "", error: "incomplete" },
  { name: "length cut off", hex: "000000", error: "incomplete" },
  { name: "body not there yet", hex: "00000001", error: "incomplete" },
  { name: "body cut off", hex: "0000000481a161", error: "incomplete" },
  {
    name: "the largest length allowed, body not there yet",
    hex: hex32(limits.frameBytes),
    error: "incomplete",
  },
];
