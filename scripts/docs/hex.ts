/** Shows frames as bytes: grouped for reading, or token by token with what each one means. */

/** `length | body`, sixteen bytes and more to a line. */
export function hexOf(frame: Buffer): string {
  const [length, body] = [frame.subarray(0, 4), frame.subarray(4)];
  const lines: string[] = [];
  for (let at = 0; at < body.length; at += 32) lines.push(bytes(body.subarray(at, at + 32)));
  return `${bytes(length)} | ${lines.join(`\n${" ".repeat(14)}`)}`;
}

/** One token a line. Knows only the tokens that short examples use, and throws on others. */
export function annotate(frame: Buffer): string {
  const lines = [line(frame.subarray(0, 4), `length of the body: ${frame.length - 4}`)];
  for (let at = 4; at < frame.length; ) {
    const { length, meaning } = tokenAt(frame, at);
    lines.push(line(frame.subarray(at, at + length), meaning));
    at += length;
  }
  return lines.join("\n");
}

function tokenAt(frame: Buffer, at: number): { length: number; meaning: string } {
  const token = frame.readUInt8(at);
  if (token <= 0x7f) return { length: 1, meaning: `integer ${token}` };
  if (token <= 0x8f) return { length: 1, meaning: `map of ${token & 0x0f}` };
  if (token <= 0x9f) return { length: 1, meaning: `array of ${token & 0x0f}` };
  if (token > 0xbf) throw new Error(`No words for token 0x${token.toString(16)}.`);
  const end = at + 1 + (token & 0x1f);
  return { length: end - at, meaning: `"${frame.toString("utf8", at + 1, end)}"` };
}

function line(part: Buffer, meaning: string): string {
  return `${bytes(part).padEnd(42)} ${meaning}`;
}

function bytes(part: Buffer): string {
  return (part.toString("hex").match(/../g) ?? []).join(" ");
}
