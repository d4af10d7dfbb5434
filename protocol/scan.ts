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
import { isString } from "./plain.ts";

/** Throws a ProtocolError unless `body` is exactly one plain value within the limits. */
export function scan(body: Buffer, maxItems: number): void {
  let at = 0;
  let items = 0;
  // Containers that are still open: values left to come, and whether they alternate with keys.
  const left: number[] = [];
  const isMap: boolean[] = [];

  const need = (bytes: number): number => {
    const start = at;
    at += bytes;
    if (at > body.length) throw bad("a value is cut off");
    return start;
  };
  const string = (length: number): void => {
    const start = need(length);
    if (!isAscii(body, start, at) && !isUtf8(body.subarray(start, at))) throw bad("a string is not UTF-8");
  };
  const open = (count: number, map: boolean): void => {
    if (left.length >= limits.frameDepth) throw bad(`nesting is deeper than ${limits.frameDepth}`);
    items += map ? count * 2 : count;
    if (items > maxItems) throw bad(`there are more than ${maxItems} values`);
    left.push(map ? count * 2 : count);
    isMap.push(map);
  };

  do {
    const token = body[need(1)] as number;
    const innermost = left.length - 1;
    if (innermost >= 0) {
      const remaining = left[innermost] as number;
      const isKey = isMap[innermost] === true && remaining % 2 === 0;
      if (isKey && !isString(token)) throw bad("a key is not a string");
      left[innermost] = remaining - 1;
    }
    if (token <= 0x7f || token >= 0xe0) {
      // positive and negative fixint: the token is the value
    } else if (token <= 0x8f) open(token & 0x0f, true);
    else if (token <= 0x9f) open(token & 0x0f, false);
    else if (token <= 0xbf) string(token & 0x1f);
    else {
      switch (token) {
        case 0xc0: // nil
        case 0xc2: // false
        case 0xc3: // true
          break;
        case 0xcc: // uint 8
        case 0xd0: // int 8
          need(1);
          break;
        case 0xcd: // uint 16
        case 0xd1: // int 16
          need(2);
          break;
        case 0xca: // float 32
        case 0xce: // uint 32
        case 0xd2: // int 32
          need(4);
          break;
        case 0xcb: // float 64
          need(8);
          break;
        case 0xcf: // uint 64
          if (body.readUInt32BE(need(8)) > 0x1f_ffff) throw bad("an integer is beyond 2^53 - 1");
          break;
        case 0xd3: // int 64
          if (!Number.isSafeInteger(Number(body.readBigInt64BE(need(8)))))
            throw bad("an integer is beyond 2^53 - 1");
          break;
        case 0xd9: // str 8
          string(body.readUInt8(need(1)));
          break;
        case 0xda: // str 16
          string(body.readUInt16BE(need(2)));
          break;
        case 0xdb: // str 32
          string(body.readUInt32BE(need(4)));
          break;
        case 0xdc: // array 16
          open(body.readUInt16BE(need(2)), false);
          break;
        case 0xdd: // array 32
          open(body.readUInt32BE(need(4)), false);
          break;
        case 0xde: // map 16
          open(body.readUInt16BE(need(2)), true);
          break;
        case 0xdf: // map 32
          open(body.readUInt32BE(need(4)), true);
          break;
        default:
          throw bad(`token 0x${token.toString(16)} is not allowed`);
      }
    }
    while (left.length > 0 && left[left.length - 1] === 0) {
      left.pop();
      isMap.pop();
    }
  } while (left.length > 0);
  if (at !== body.length) throw bad("there are bytes after the value");
}

function isAscii(body: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((body[at] as number) > 0x7f) return false;
  return true;
}

function bad(why: string): ProtocolError {
  return new ProtocolError("bad_frame", `Not a frame of this protocol: ${why}.`);
}
