/** What line mode says, as data: where there is nobody at a terminal, notes and errors go beside the messages. */

export interface Line {
  readonly kind: "said" | "note" | "error";
  /** One row, without its newline; wrapping it is the terminal's business. */
  readonly text: string;
}

export const said = (text: string): Line => ({ kind: "said", text });
export const note = (text: string): Line => ({ kind: "note", text });
export const error = (text: string): Line => ({ kind: "error", text });
