/**
 * Writes values as MessagePack that any library reads: plain types only, each about as small as it goes. Ours because every
 * message passes here, and because msgpackr writes times as floats, and half surrogates as bytes that aren't UTF-8.
 * Token layouts: https://github.com/msgpack/msgpack/blob/master/spec.md
 */

const slabBytes = 64 * 1024;
/** A slab with less than this left is not worth beginning a value in. */
const slabRest = 512;

/** Values are cut from it one after the other. Shared by all, as encoding never waits. */
let slab = Buffer.allocUnsafeSlow(slabBytes);
/** Where the next byte goes. Writes beyond the end are lost, but counted. */
let at = 0;

/** Leaves `before` bytes free, and then the value. Fields that are undefined are left out. */
export function encode(value: object, before: number): Buffer {
  if (slab.length - at < slabRest) renew(slabBytes);
  const start = at;
  at += before;
  writeMap(value);
  if (at <= slab.length) return slab.subarray(start, at);
  renew(Math.max(slabBytes, at - start));
  return encode(value, before);
}

function renew(bytes: number): void {
  slab = Buffer.allocUnsafeSlow(bytes);
  at = 0;
}

function writeValue(value: unknown): void {
  if (typeof value === "string") writeString(value);
  else if (typeof value === "number") writeNumber(value);
  else if (typeof value === "boolean") slab[at++] = value ? 0xc3 : 0xc2;
  else if (value === null) slab[at++] = 0xc0;
  else if (Array.isArray(value)) writeArray(value);
  else if (typeof value === "object") writeMap(value);
  else throw new TypeError(`A ${typeof value} has no place in a frame.`);
}

function writeMap(map: object): void {
  const start = at++;
  let count = 0;
  for (const key in map) {
    const value = (map as Record<string, unknown>)[key];
    if (value === undefined) continue;
    writeString(key);
    writeValue(value);
    count++;
  }
  if (count < 16) {
    slab[start] = 0x80 | count;
    return;
  }
  slab.copyWithin(start + 3, start + 1, at);
  at += 2;
  writeToken(start, 0xde, 2, count);
}

function writeArray(values: readonly unknown[]): void {
  const { length } = values;
  if (length < 16) slab[at++] = 0x90 | length;
  else at = writeToken(at, 0xdc, 2, length);
  for (const value of values) writeValue(value);
}

/** Short and ASCII is nearly all there is. */
function writeString(text: string): void {
  const { length } = text;
  if (length > 31) {
    writeLongString(text);
    return;
  }
  // In variables of this function, since those that all functions share cost more to reach.
  const bytes = slab;
  let place = at;
  bytes[place++] = 0xa0 | length;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) {
      writeLongString(text);
      return;
    }
    bytes[place++] = unit;
  }
  at = place;
}

/** Half a surrogate pair becomes U+FFFD. */
function writeLongString(text: string): void {
  const guess = stringHeader(text.length);
  const start = at + guess;
  // Where it may not fit it isn't written, but counted.
  const fits = start + text.length * 3 <= slab.length;
  const bytes = fits ? slab.write(text, start) : Buffer.byteLength(text);
  const header = stringHeader(bytes);
  if (!fits) slab.write(text, Math.min(at + header, slab.length));
  else if (header !== guess) slab.copyWithin(at + header, start, start + bytes);
  if (header === 1) slab[at++] = 0xa0 | bytes;
  else at = writeToken(at, 0xd9 + Math.log2(header - 1), header - 1, bytes);
  at += bytes;
}

/** How many bytes stand before a string of so many. */
function stringHeader(bytes: number): number {
  if (bytes < 32) return 1;
  if (bytes < 0x100) return 2;
  return bytes < 0x1_0000 ? 3 : 5;
}

function writeNumber(value: number): void {
  if (!Number.isSafeInteger(value)) {
    if (at + 9 <= slab.length) slab.writeDoubleBE(value, at + 1);
    slab[at] = 0xcb;
    at += 9;
  } else if (value >= -0x20 && value < 0x80) slab[at++] = value;
  else if (value < 0) writeInteger(0xd0, value, -2 * (value + 1));
  else writeInteger(0xcc, value, value);
}

/** `token` is that of one byte; those of 2, 4 and 8 follow it. `span` tells how many bytes it takes. */
function writeInteger(token: number, value: number, span: number): void {
  const power = span < 0x100 ? 0 : span < 0x1_0000 ? 1 : span < 0x1_0000_0000 ? 2 : 3;
  at = writeToken(at, token + power, 1 << power, value);
}

/** A token and an integer of so many bytes behind it; returns where that ends. */
function writeToken(place: number, token: number, bytes: number, value: number): number {
  slab[place] = token;
  let rest = value;
  for (let byte = place + bytes; byte > place; byte--) {
    slab[byte] = rest;
    rest = Math.floor(rest / 0x100);
  }
  return place + bytes + 1;
}
