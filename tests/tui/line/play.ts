/** Plays a person and a server against line mode, and keeps what it says. */

import type { Line } from "../../../tui/line/line.ts";
import { type LineAction, type LineState, newLineState, step } from "../../../tui/line/step.ts";
import type { Action } from "../../../tui/state/effects.ts";
import type { LoginScreen } from "../../../tui/state/state.ts";
import { connected, Play, summary } from "../state/play.ts";

interface Manner {
  readonly interactive?: boolean;
  /** Whether somebody sees what is said. */
  readonly watched?: boolean;
  readonly login?: LoginScreen;
}

export class LinePlay extends Play {
  lines: LineState;
  #said: Line[] = [];

  constructor({ interactive = true, watched = interactive, login }: Manner = {}) {
    super({ columns: 0, rows: 0 }, login);
    this.state = { ...this.state, focused: watched };
    this.lines = newLineState(this.state, interactive);
  }

  override do(action: Action): this {
    return this.#step({ ...action, now: this.now });
  }

  /** Types whole lines. */
  line(...texts: string[]): this {
    for (const text of texts) this.#step({ type: "line", text, now: this.now });
    return this;
  }

  /** Types so much of a line. */
  typing(text: string): this {
    return this.#step({ type: "typed", text, now: this.now });
  }

  /** What has been said since the last time. */
  said(): string[] {
    return this.told().map(({ text }) => text);
  }

  /** The same, with whether it's a message, a note or an error. */
  told(): Line[] {
    return this.#said.splice(0);
  }

  #step(action: LineAction): this {
    const [lines, effects, said] = step(this.lines, action);
    this.lines = lines;
    this.state = lines.state;
    this.want(effects);
    this.#said.push(...said);
    return this;
  }
}

/** alice, just logged in, with bob, Carol and dave, and with all answers that she waits for. */
export function aliceInLines(manner: Manner = {}, ...summaries: ReturnType<typeof summary>[]): LinePlay {
  const play = new LinePlay(manner).connection(connected).sessionIn("alice");
  play
    .answer("contacts", {}, { accounts: others })
    .answer("blocked", {}, { accounts: [] })
    .summaries(summary("everyone"), ...summaries)
    .history("everyone", []);
  play.said();
  play.takenAll();
  return play;
}

const others = ["alice", "bob", "Carol", "dave"].map((name) => ({ name, online: true, since: 0 }));
