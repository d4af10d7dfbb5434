/**
 * Cuts what a terminal sent into tokens: where each sequence ends, not what it means. A token is taken only once
 * the character that ends it is there, so that a stream cut anywhere gives the same tokens.
 */

/** A sequence that ends in a letter: CSI, or SS3 (`ESC O`). `alt` when a second escape came before it. */
export type SequenceToken = {
  readonly kind: "csi" | "ss3";
  readonly parameters: string;
  readonly final: string;
  readonly alt: boolean;
};

export type Token =
  | SequenceToken
  | { readonly kind: "text" | "control"; readonly text: string }
  /** Escape and one character that starts no sequence: that key with Alt held. */
  | { readonly kind: "alt"; readonly text: string }
  /** What a terminal answers, without introducer and end. */
  | { readonly kind: "reply"; readonly text: string }
  /** Something malformed or overlong. */
  | { readonly kind: "noise" };

/** A token and how many characters of the input it took. */
export type Cut = { readonly token: Token; readonly length: number };

const ESC = "\x1b";
const NOISE: Token = { kind: "noise" };
const ESCAPE_KEY: Cut = { token: { kind: "control", text: ESC }, length: 1 };

/** The longest sequence taken for a key, a mouse report or a mark; real ones stay under 40. */
const LONGEST = 64;

const TEXT = /\P{Cc}+/uy;
const PARAMETERS = { csi: /[\x20-\x3f]*/y, ss3: /[\d;]*/y };
const FINAL = /[\x40-\x7e]/;

/** rxvt's shifted keys end in a dollar, which elsewhere comes before the final letter. */
const RXVT_SHIFTED = /\d{1,2}(?=\$)/y;

/** How OSC, DCS and APC replies begin; any other character after the introducer makes it Alt and that key. */
const REPLY_START: Readonly<Record<string, RegExp>> = { "]": /[\dILl]/, P: /[\d!$+<=>?]/, _: /G/ };

/** BEL ends a reply, so does ST (`ESC \`); any other control means that the end was lost. */
const REPLY_END = /\p{Cc}/gu;

function matchAt(pattern: RegExp, input: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(input)?.[0];
}

const altKey = (text: string): Cut => ({ token: { kind: "alt", text }, length: 1 + text.length });
const noise = (length: number): Cut => ({ token: NOISE, length });

function cutReply(input: string, introducer: string, start: RegExp): Cut | undefined {
  const first = input[2];
  if (first === undefined) return undefined;
  if (!start.test(first)) return altKey(introducer);
  REPLY_END.lastIndex = 2;
  const end = REPLY_END.exec(input)?.index;
  if (end === undefined) return undefined;
  const token: Token = { kind: "reply", text: input.slice(2, end) };
  if (input[end] !== ESC) return { token, length: end + 1 };
  const afterEscape = input[end + 1];
  if (afterEscape === undefined) return undefined;
  return afterEscape === "\\" ? { token, length: end + 2 } : noise(end);
}

/** The Linux console's F1 to F5 are `CSI [ A` to `CSI [ E`. */
function cutLinuxKey(input: string): Cut | undefined {
  const final = input[3];
  if (final === undefined) return undefined;
  if (!/[A-E]/.test(final)) return noise(3);
  return { token: { kind: "csi", parameters: "[", final, alt: false }, length: 4 };
}

/** The old mouse report has three characters after its final letter. We never ask for it, so it goes whole. */
function cutOldMouse(input: string): Cut | undefined {
  for (let index = 3; index < 6; index++) {
    const character = input[index];
    if (character === undefined) return undefined;
    if (character < " ") return noise(index);
  }
  return noise(6);
}

function cutSequence(input: string, kind: "csi" | "ss3"): Cut | undefined {
  const rxvt = kind === "csi" ? matchAt(RXVT_SHIFTED, input, 2) : undefined;
  const parameters = rxvt ?? matchAt(PARAMETERS[kind], input, 2) ?? "";
  const end = 2 + parameters.length;
  const final = input[end];
  if (final === undefined) return undefined;
  const complete = rxvt !== undefined || FINAL.test(final);
  if (!complete) return parameters === "" ? altKey(input.slice(1, 2)) : noise(end);
  if (end >= LONGEST) return noise(end + 1);
  return { token: { kind, parameters, final, alt: false }, length: end + 1 };
}

function cutCsi(input: string): Cut | undefined {
  if (input[2] === "[") return cutLinuxKey(input);
  if (input[2] === "M") return cutOldMouse(input);
  return cutSequence(input, "csi");
}

/** `ESC ESC [` is Alt with a key in rxvt and iTerm2, or the Escape key and then something else. */
function cutDoubleEscape(input: string): Cut | undefined {
  const introducer = input[2];
  if (introducer === undefined) return undefined;
  if (introducer !== "[" && introducer !== "O") return ESCAPE_KEY;
  const inner = cutEscape(input.slice(1));
  if (inner === undefined) return undefined;
  if (inner.token.kind !== "csi" && inner.token.kind !== "ss3") return ESCAPE_KEY;
  return { token: { ...inner.token, alt: true }, length: inner.length + 1 };
}

function cutEscape(input: string): Cut | undefined {
  const introducer = input[1];
  if (introducer === undefined) return undefined;
  if (introducer === ESC) return cutDoubleEscape(input);
  if (introducer === "[") return cutCsi(input);
  if (introducer === "O") return cutSequence(input, "ss3");
  const reply = REPLY_START[introducer];
  if (reply !== undefined) return cutReply(input, introducer, reply);
  return altKey(String.fromCodePoint(input.codePointAt(1) ?? 0));
}

/** The first token of a non-empty input, or undefined when the rest of it has yet to come. */
export function cutToken(input: string): Cut | undefined {
  if (input.startsWith(ESC)) return cutEscape(input);
  const text = matchAt(TEXT, input, 0);
  if (text !== undefined) return { token: { kind: "text", text }, length: text.length };
  const control = input.slice(0, 1);
  if (control >= "\x80") return noise(1);
  return { token: { kind: "control", text: control }, length: 1 };
}

/** Shortens an incomplete token that is noise whatever follows, so that the buffer stays small. */
export function boundIncomplete(input: string): string {
  if (input.length <= LONGEST + 2) return input;
  const isReply = REPLY_START[input.slice(1, 2)] !== undefined;
  if (!isReply) return input.slice(0, LONGEST + 2);
  return input.slice(0, 3) + (input.endsWith(ESC) ? ESC : "");
}
