/**
 * `posted` events of messages that were encoded one by one: each is encoded once, whoever gets it, and together with
 * whichever others.
 */
import { encode } from "./encode.ts";
import { encodeFrame } from "./frames.ts";
import { limits } from "./limits.ts";
import type { Message } from "./requests.ts";

/** Messages in one event, and bytes of them where there are several: a reader gets them in pieces that it can use. */
export const postedAtMost = { messages: limits.pageMessages, bytes: 65_536 } as const;

export function encodeMessage(message: Message): Buffer {
  return encode(message, 0);
}

/** Without the list's token, which is its last byte while it's empty. */
const begin = encodeFrame({ event: "posted", conversation: "everyone", messages: [] }).subarray(0, -1);
const lengthBytes = 4;

/** What stands before `count` messages to everyone, of so many bytes by `encodeMessage`, to make a frame of them. */
export function beginPosted(count: number, bytes: number): Buffer {
  const [token, tokenBytes] = count < 16 ? [0x90 | count, 1] : [0xdc_0000 | count, 3];
  const frame = Buffer.allocUnsafe(begin.length + tokenBytes);
  begin.copy(frame);
  frame.writeUIntBE(token, begin.length, tokenBytes);
  frame.writeUInt32BE(frame.length - lengthBytes + bytes, 0);
  return frame;
}
