/** What is behind the text: how a terminal is asked for that colour, and what its answer means. Source: xterm's ctlseqs. */
import type { GroundEvent } from "./events.ts";

export const askGround = "\x1b]11;?\x1b\\";

/** Each part has one to four digits, and is a fraction of the highest number with so many. */
const answer = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** How much red, green and blue add to what a person sees as light. */
const weights = [0.299, 0.587, 0.114];

/** Undefined for replies to something else. */
export function groundEvent(reply: string): GroundEvent | undefined {
  const parts = answer.exec(reply)?.slice(1);
  if (parts === undefined) return undefined;
  const light = parts.reduce((sum, digits, index) => {
    return sum + ((weights[index] ?? 0) * Number.parseInt(digits, 16)) / (16 ** digits.length - 1);
  }, 0);
  return { type: "ground", light: light > 0.5 };
}
