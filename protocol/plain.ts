/**
 * Two things that msgpackr writes are read differently, or not at all, by other MessagePack libraries: integers beyond
 * 32 bits, such as times, become float 64, and half of a surrogate pair becomes bytes that aren't UTF-8. What should
 * stand there takes as many bytes, so both are put right in place.
 */

const surrogateLead = 0xed;

/** Makes what msgpackr has just written from `start` on plain: integers as integers, U+FFFD for half surrogates. */
export function makePlain(body: Buffer, start: number): void {
  const mayHoldSurrogates = body.includes(surrogateLead, start);
  let at = start;
  while (at < body.length) {
    const token = body[at] as number;
    const end = at + 1 + bytesAfter(token, body, at + 1);
    if (token === 0xcb) writeInteger(body, at);
    else if (mayHoldSurrogates && isString(token)) replaceSurrogates(body, at + 1 + lengthBytes(token), end);
    at = end;
  }
}

function writeInteger(body: Buffer, at: number): void {
  const value = body.readDoubleBE(at + 1);
  if (!Number.isSafeInteger(value)) return;
  body[at] = value < 0 ? 0xd3 : 0xcf;
  const high = Math.floor(value / 2 ** 32);
  body.writeUInt32BE(high >>> 0, at + 1);
  body.writeUInt32BE(value - high * 2 ** 32, at + 5);
}

/** In UTF-8 an 0xed can only begin a character, and one of 0xa0 or more after it makes that a surrogate. */
function replaceSurrogates(body: Buffer, from: number, to: number): void {
  for (let at = from; at < to - 2; at++) {
    if (body[at] !== surrogateLead || (body[at + 1] as number) < 0xa0) continue;
    body.writeUIntBE(0xef_bf_bd, at, 3);
  }
}

export function isString(token: number): boolean {
  return (token >= 0xa0 && token <= 0xbf) || (token >= 0xd9 && token <= 0xdb);
}

/** How many bytes of length follow the token of a string, an array or a map: none in the short forms, else 1, 2 or 4. */
export function lengthBytes(token: number): number {
  if (token <= 0xbf) return 0;
  if (token <= 0xdb) return 1 << (token - 0xd9);
  return token === 0xdc || token === 0xde ? 2 : 4;
}

/** How many bytes belong to a token itself; what a container holds are tokens of their own. */
function bytesAfter(token: number, body: Buffer, at: number): number {
  if (token < 0xa0 || token >= 0xe0) return 0;
  if (token <= 0xbf) return token & 0x1f;
  switch (token) {
    case 0xcc:
    case 0xd0:
      return 1;
    case 0xcd:
    case 0xd1:
    case 0xdc:
    case 0xde:
      return 2;
    case 0xca:
    case 0xce:
    case 0xd2:
    case 0xdd:
    case 0xdf:
      return 4;
    case 0xcb:
    case 0xcf:
    case 0xd3:
      return 8;
    case 0xd9:
      return 1 + body.readUInt8(at);
    case 0xda:
      return 2 + body.readUInt16BE(at);
    case 0xdb:
      return 4 + body.readUInt32BE(at);
    default:
      return 0;
  }
}
