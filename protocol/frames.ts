/**
 * Frames: a 4-byte big-endian length, then that many bytes of MessagePack holding one map. Pure: bytes in, values
 * out. The decoder is pulled, so that its owner can stop between two frames, or raise the limit after a login.
 */
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";
import { ProtocolError } from "./errors.ts";
import { limits } from "./limits.ts";

const lengthBytes = 4;
const nothing = Buffer.alloc(0);

export interface FrameLimits {
  readonly bytes: number;
  readonly items: number;
}

/** What a server accepts before and after login, and what a client accepts. */
export const frameLimits = {
  beforeLogin: { bytes: limits.frameBytesBeforeLogin, items: limits.frameItems },
  loggedIn: { bytes: limits.frameBytes, items: limits.frameItems },
  fromServer: { bytes: limits.serverFrameBytes, items: limits.serverFrameItems },
} as const satisfies Record<string, FrameLimits>;

/** One frame that holds `value`, ready to be written. */
export function encodeFrame(value: object): Buffer {
  const frame = encode(value, lengthBytes);
  frame.writeUInt32BE(frame.length - lengthBytes, 0);
  return frame;
}

export type FrameValue = { readonly [key: string]: unknown };

export class FrameDecoder {
  limits: FrameLimits;
  #buffer: Buffer = nothing;
  #at = 0;

  constructor(frameLimits: FrameLimits) {
    this.limits = frameLimits;
  }

  /** Bytes that wait for the rest of their frame, or for `next`. */
  get waiting(): number {
    return this.#buffer.length - this.#at;
  }

  push(chunk: Buffer): void {
    this.#buffer = this.waiting === 0 ? chunk : Buffer.concat([this.#buffer.subarray(this.#at), chunk]);
    this.#at = 0;
  }

  /**
   * The next whole value, or undefined until more bytes come. Throws a ProtocolError, after which the stream has no
   * meaning any more; too long a frame is refused by its length alone, before its body has arrived.
   */
  next(): FrameValue | undefined {
    if (this.waiting === 0) this.#release();
    if (this.waiting < lengthBytes) return undefined;
    const length = this.#buffer.readUInt32BE(this.#at);
    if (length > this.limits.bytes) {
      throw new ProtocolError(
        "frame_too_large",
        `A frame of ${length} bytes is over the limit of ${this.limits.bytes}.`,
      );
    }
    if (this.waiting < lengthBytes + length) return undefined;
    const start = this.#at + lengthBytes;
    const end = start + length;
    this.#at = end;
    return mapOf(decode(this.#buffer, start, end, this.limits.items));
  }

  /** What is read is not kept: most connections are idle most of the time. */
  #release(): void {
    this.#buffer = nothing;
    this.#at = 0;
  }
}

function mapOf(value: unknown): FrameValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProtocolError("bad_frame", "Not a frame of this protocol: it holds no map.");
  }
  return value as FrameValue;
}
