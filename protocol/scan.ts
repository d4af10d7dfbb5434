/**
 * Walks the tokens of a MessagePack body before msgpackr sees it, and refuses all that this protocol has no use
 * for: extensions, binary, keys that aren't strings, broken UTF-8, integers that a double
 * can't hold, bytes left over, nesting or counts over the limits.
 * msgpackr would build RegExps, Errors and records from them, and its depth is bounded only by the stack.
 * Token layouts: https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { isUtf8 } from "node:buffer";
import { ProtocolError } from "./errors.ts";
import { limits } from "./limits.ts";

/** Of each open container: values left to come, and whether they alternate with keys. Shared, as a scan never waits. */
const left = new Int32Array(limits.frameDepth);
const isMap = new Uint8Array(limits.frameDepth);

/** Throws a ProtocolError unless the bytes from `start` to `end` are exactly one plain value within the limits. */
export function scan(bytes: Buffer, start: number, end: number, maxItems: number): void {
  let at = start;
  let items = 0;
  let depth = 0;
  do {
    if (at >= end) throw cutOff();
    const token = bytes[at] as number;
    if (depth > 0) {
      const remaining = left[depth - 1] as number;
      if (isMap[depth - 1] === 1 && remaining % 2 === 0 && !isString(token))
        throw bad("a key is not a string");
      left[depth - 1] = remaining - 1;
    }
    const count = containerCount(token, bytes, at + 1, end);
    if (count >= 0) {
      if (depth >= limits.frameDepth) throw bad(`nesting is deeper than ${limits.frameDepth}`);
      const map = token <= 0x8f || token >= 0xde;
      items += map ? count * 2 : count;
      if (items > maxItems) throw bad(`there are more than ${maxItems} values`);
      left[depth] = map ? count * 2 : count;
      isMap[depth] = map ? 1 : 0;
      depth++;
      at += 1 + lengthBytes(token);
    } else {
      at = afterScalar(token, bytes, at + 1, end);
    }
    while (depth > 0 && left[depth - 1] === 0) depth--;
  } while (depth > 0);
  if (at !== end) throw bad("there are bytes after the value");
}

/** Entries of the array or map that this token opens, -1 for any other token. */
function containerCount(token: number, bytes: Buffer, at: number, end: number): number {
  if (token >= 0x80 && token <= 0x9f) return token & 0x0f;
  if (token < 0xdc || token > 0xdf) return -1;
  if (at + lengthBytes(token) > end) throw cutOff();
  return token === 0xdc || token === 0xde ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at);
}

/** Where the value ends whose token stands before `at`. */
function afterScalar(token: number, bytes: Buffer, at: number, end: number): number {
  // Positive and negative fixint: the token is the value.
  if (token <= 0x7f || token >= 0xe0) return at;
  if (isString(token)) return afterString(token, bytes, at, end);
  const after = at + scalarBytes(token);
  if (after > end) throw cutOff();
  if (token === 0xcf && bytes.readUInt32BE(at) > 0x1f_ffff) throw beyond();
  if (token === 0xd3 && !Number.isSafeInteger(Number(bytes.readBigInt64BE(at)))) throw beyond();
  return after;
}

function afterString(token: number, bytes: Buffer, at: number, end: number): number {
  const start = at + lengthBytes(token);
  if (start > end) throw cutOff();
  const length = start === at ? token & 0x1f : bytes.readUIntBE(at, start - at);
  const after = start + length;
  if (after > end) throw cutOff();
  if (!isAscii(bytes, start, after) && !isUtf8(bytes.subarray(start, after)))
    throw bad("a string is not UTF-8");
  return after;
}

/** Bytes of a value of fixed size behind its token. */
function scalarBytes(token: number): number {
  switch (token) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return 0;
    case 0xcc: // uint 8
    case 0xd0: // int 8
      return 1;
    case 0xcd: // uint 16
    case 0xd1: // int 16
      return 2;
    case 0xca: // float 32
    case 0xce: // uint 32
    case 0xd2: // int 32
      return 4;
    case 0xcb: // float 64
    case 0xcf: // uint 64
    case 0xd3: // int 64
      return 8;
    default:
      throw bad(`token 0x${token.toString(16)} is not allowed`);
  }
}

function isAscii(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] as number) > 0x7f) return false;
  return true;
}

function isString(token: number): boolean {
  return (token >= 0xa0 && token <= 0xbf) || (token >= 0xd9 && token <= 0xdb);
}

/** How many bytes of length follow the token of a string, an array or a map: none in the short forms, else 1, 2 or 4. */
function lengthBytes(token: number): number {
  if (token <= 0xbf) return 0;
  if (token <= 0xdb) return 1 << (token - 0xd9);
  return token === 0xdc || token === 0xde ? 2 : 4;
}

function cutOff(): ProtocolError {
  return bad("a value is cut off");
}

function beyond(): ProtocolError {
  return bad("an integer is beyond 2^53 - 1");
}

function bad(why: string): ProtocolError {
  return new ProtocolError("bad_frame", `Not a frame of this protocol: ${why}.`);
}
