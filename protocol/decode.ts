/**
 * Reads the one value that a MessagePack body holds, and refuses all that this protocol has no use for: extensions, binary,
 * keys that aren't strings, broken UTF-8, integers that a double can't hold, bytes left over, nesting or counts over the
 * limits. Ours because every message passes here: what it refuses has to be looked at token by token anyway, and
 * msgpackr cuts its strings from longer ones, which makes each use of them slower and keeps the longer one in memory.
 * Token layouts: https://github.com/msgpack/msgpack/blob/master/spec.md
 */
import { isUtf8 } from "node:buffer";
import { ProtocolError } from "./errors.ts";
import { limits } from "./limits.ts";

/** What is being read, and from where to where. Shared by all, as decoding never waits. */
let bytes: Buffer = Buffer.alloc(0);
let at = 0;
let end = 0;
/** How many values the frame may have, and how many it has so far. */
let most = 0;
let items = 0;

/** What stands in `frame` from `start` to `stop`. Throws a ProtocolError unless it is exactly one plain value within the limits. */
export function decode(frame: Buffer, start: number, stop: number, maxItems: number): unknown {
  bytes = frame;
  at = start;
  end = stop;
  most = maxItems;
  items = 0;
  const value = readValue(0);
  if (at !== end) throw bad("there are bytes after the value");
  return value;
}

/** `depth`: how many containers are open. */
function readValue(depth: number): unknown {
  if (at >= end) throw cutOff();
  const token = bytes[at++] as number;
  if (token <= 0x7f) return token;
  if (token >= 0xe0) return token - 0x100;
  if (token <= 0x8f) return readMap(token & 0x0f, depth);
  if (token <= 0x9f) return readArray(token & 0x0f, depth);
  if (token <= 0xbf) return readString(token & 0x1f);
  switch (token) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xca:
      return bytes.readFloatBE(take(4));
    case 0xcb:
      return bytes.readDoubleBE(take(8));
    case 0xcc:
      return bytes.readUInt8(take(1));
    case 0xcd:
      return bytes.readUInt16BE(take(2));
    case 0xce:
      return bytes.readUInt32BE(take(4));
    case 0xcf:
      return readInteger(bytes.readUInt32BE(take(4)));
    case 0xd0:
      return bytes.readInt8(take(1));
    case 0xd1:
      return bytes.readInt16BE(take(2));
    case 0xd2:
      return bytes.readInt32BE(take(4));
    case 0xd3:
      return readInteger(bytes.readInt32BE(take(4)));
    case 0xd9:
      return readString(readCount(1));
    case 0xda:
      return readString(readCount(2));
    case 0xdb:
      return readString(readCount(4));
    case 0xdc:
      return readArray(readCount(2), depth);
    case 0xdd:
      return readArray(readCount(4), depth);
    case 0xde:
      return readMap(readCount(2), depth);
    case 0xdf:
      return readMap(readCount(4), depth);
    default:
      throw bad(`token 0x${token.toString(16)} is not allowed`);
  }
}

/** Where so many bytes stand, which are taken. */
function take(count: number): number {
  const place = at;
  at += count;
  if (at > end) throw cutOff();
  return place;
}

function readCount(width: number): number {
  return bytes.readUIntBE(take(width), width);
}

/** Of eight bytes, of which these are the higher four. */
function readInteger(high: number): number {
  const value = high * 0x1_0000_0000 + bytes.readUInt32BE(take(4));
  if (!Number.isSafeInteger(value)) throw bad("an integer is beyond 2^53 - 1");
  return value;
}

function readArray(count: number, depth: number): unknown[] {
  enter(depth, count);
  const values: unknown[] = [];
  for (let index = 0; index < count; index++) values.push(readValue(depth + 1));
  return values;
}

const plain = { enumerable: true, writable: true, configurable: true };

function readMap(count: number, depth: number): object {
  enter(depth, 2 * count);
  const map: Record<string, unknown> = {};
  for (let index = 0; index < count; index++) {
    const key = readKey();
    const value = readValue(depth + 1);
    // Set in the usual way it would be what the map inherits from.
    if (key === "__proto__") Object.defineProperty(map, key, { value, ...plain });
    else map[key] = value;
  }
  return map;
}

/** Refuses what is too much before it is looked at. */
function enter(depth: number, count: number): void {
  if (depth >= limits.frameDepth) throw bad(`nesting is deeper than ${limits.frameDepth}`);
  items += count;
  if (items > most) throw bad(`there are more than ${most} values`);
}

/** Keys are a few that come again and again: those seen last, each at a place that its bytes tell. */
const keys: string[] = Array(256).fill("");

function readKey(): string {
  if (at >= end) throw cutOff();
  const token = bytes[at] as number;
  if (!isString(token)) throw bad("a key is not a string");
  if (token > 0xbf) return readValue(0) as string;
  const length = token & 0x1f;
  const start = at + 1;
  if (start + length > end) throw cutOff();
  const place = hash(start, length) % keys.length;
  const known = keys[place] as string;
  if (isAt(start, length, known)) {
    at = start + length;
    return known;
  }
  const key = fieldName(readValue(0) as string);
  keys[place] = key;
  return key;
}

function isString(token: number): boolean {
  return (token >= 0xa0 && token <= 0xbf) || (token >= 0xd9 && token <= 0xdb);
}

function hash(start: number, length: number): number {
  let sum = length;
  for (let place = start; place < start + length; place++) sum = (sum * 31 + (bytes[place] as number)) >>> 0;
  return sum;
}

/** Never of what isn't ASCII, which has more bytes than characters. */
function isAt(start: number, length: number, text: string): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** The same as the engine keeps names of fields, so that it needn't look for its own at each use. */
function fieldName(text: string): string {
  return Object.keys({ [text]: true })[0] as string;
}

function readString(length: number): string {
  const start = take(length);
  for (let place = start; place < at; place++) {
    if ((bytes[place] as number) > 0x7f) return readUnicode(start);
  }
  return bytes.toString("latin1", start, at);
}

function readUnicode(start: number): string {
  if (!isUtf8(bytes.subarray(start, at))) throw bad("a string is not UTF-8");
  return bytes.toString("utf8", start, at);
}

function cutOff(): ProtocolError {
  return bad("a value is cut off");
}

function bad(why: string): ProtocolError {
  return new ProtocolError("bad_frame", `Not a frame of this protocol: ${why}.`);
}
