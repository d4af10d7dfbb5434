/**
 * The clipboard by way of the terminal (OSC 52), which works over SSH, too. Whether a terminal does what it's told
 * nobody can know: many ask or refuse, and tmux takes it only with `set-clipboard on`.
 */

/** In bytes; terminals drop more without a word. */
export const copyMax = 74_994;

/** Base64 holds nothing that could end the sequence. */
export function copySequence(text: string): string {
  return `\x1b]52;c;${Buffer.from(text).toString("base64")}\x1b\\`;
}
