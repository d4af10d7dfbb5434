/**
 * The answer to whether a terminal knows Kitty's keyboard protocol: one that does says so before it says what it is
 * (`CSI c`), which all of them answer.
 */

const knows = String.raw`\x1b\[\?\d+u`;
const isTerminal = String.raw`\x1b\[\?[\d;]*c`;
const answers = new RegExp(`${knows}|${isTerminal}`, "g");

export interface KeyboardAnswer {
  /** Undefined: not answered here. The first answer of all is the one. */
  readonly answer: boolean | undefined;
  /** The input without it. */
  readonly rest: Buffer;
}

export function keyboardAnswer(chunk: Buffer): KeyboardAnswer {
  const text = chunk.toString("latin1");
  const [first] = text.match(answers) ?? [];
  if (first === undefined) return { answer: undefined, rest: chunk };
  return { answer: first.endsWith("u"), rest: Buffer.from(text.replace(answers, ""), "latin1") };
}
