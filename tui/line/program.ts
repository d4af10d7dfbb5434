/** Runs line mode: holds the state, runs effects, takes lines when they can be taken, and leaves when all is settled. */

import type { Expected } from "../../protocol/index.ts";
import type { Composed } from "../compose.ts";
import { Effects } from "../effects.ts";
import type { SettingsFile } from "../settings/file.ts";
import type { ParsedSettings } from "../settings/parse.ts";
import type { Effect } from "../state/effects.ts";
import { hasForm } from "../state/form.ts";
import { leavingWords } from "../state/outbox.ts";
import type { State } from "../state/state.ts";
import type { EditorState } from "../text/editor.ts";
import { nextWake } from "../wake.ts";
import { completed } from "./complete.ts";
import { continued } from "./continued.ts";
import { error, type Line, note } from "./line.ts";
import { type Prompt, promptFor } from "./prompt.ts";
import { isSettled, isStuck, takesLine } from "./queue.ts";
import { settingsProblem } from "./settings.ts";
import { type LineAction, type LineState, newLineState, step } from "./step.ts";
import { nothingMore, unsentLines } from "./unsent.ts";

/** Where lines go to, and what is asked for. */
export interface Paper {
  print(lines: readonly Line[]): void;
  /** Undefined: nothing can be typed just now. */
  ask(prompt: Prompt | undefined): void;
  /** One line has been dealt with. */
  taken(): void;
  /** Where it's a terminal. */
  ring(): void;
  /** Gives the terminal to the person's editor, with this text in it. */
  compose(text: string): Promise<Composed>;
}

export interface LineProgramOptions {
  readonly host: string;
  readonly port: number;
  readonly program: string;
  /** The certificate that the server has to show. */
  readonly expected: Expected | undefined;
  /** The folder for what is kept on disk; undefined: nothing is kept. */
  readonly data: string | undefined;
  readonly settings: SettingsFile;
  readonly state: State;
  /** Whether somebody types, and sees what they type. */
  readonly interactive: boolean;
}

export class LineProgram {
  readonly #paper: Paper;
  readonly #effects: Effects;
  readonly #settings: SettingsFile;
  readonly #ended: (status: number) => void;
  #lines: LineState;
  #waiting: string[] = [];
  #begun: string | undefined;
  #taking = false;
  #ending = false;
  #interrupted = false;
  #left = false;
  #waking: NodeJS.Timeout | undefined;

  /** `ended` is called with the exit status once the server knows. */
  constructor(options: LineProgramOptions, paper: Paper, ended: (status: number) => void) {
    const { state, interactive, settings } = options;
    this.#paper = paper;
    this.#settings = settings;
    this.#ended = ended;
    this.#lines = newLineState(state, interactive);
    this.#effects = new Effects(options, (action) => this.#dispatch({ ...action, now: Date.now() }));
  }

  start(): void {
    this.#paper.print(settingsProblem(this.#lines.state));
    this.#effects.run({ do: "connect" });
    // A script is to go on as it began.
    if (this.#lines.interactive) this.#settings.watch((parsed) => this.#settingsRead(parsed));
    this.#advance();
  }

  line(text: string): void {
    this.#interrupted = false;
    // Leaving already, because of /quit or a line that failed.
    if (this.#ending) return;
    this.#waiting.push(text);
    this.#advance();
  }

  /** So much of a line is typed. */
  typed(text: string): void {
    this.#dispatch({ type: "typed", text, now: Date.now() });
  }

  /** What Up goes back to, oldest first. */
  linesBefore(): readonly string[] {
    const { screen } = this.#lines.state;
    return screen.kind === "chat" ? screen.lines : [];
  }

  /** Tab: what it makes of what is typed. */
  complete(typed: EditorState): EditorState {
    const { screen } = this.#lines.state;
    if (screen.kind === "login" || hasForm(screen)) return typed;
    const { editor, choices } = completed(screen, typed);
    if (choices.length > 0) this.#paper.print([note(choices.join(" "))]);
    return editor;
  }

  /** There are no more lines: leaves once all that was sent is answered. */
  end(): void {
    if (this.#begun !== undefined) this.#waiting.push("");
    this.#ending = true;
    this.#advance();
  }

  /** Ctrl-C: the second one leaves, and so does the first where nothing would be lost. */
  interrupt(): void {
    if (this.#interrupted || this.#ending || this.#lines.state.screen.kind === "login") void this.leave(0);
    else this.#paper.print([note("Ctrl-C again leaves.")]);
    this.#interrupted = true;
  }

  /** For a process that is about to end: saves what it can before it returns. */
  saveNow(): void {
    this.#effects.saveNow();
  }

  /** Says goodbye to the server, as far as it can be reached quickly, and ends. */
  async leave(status: number): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    clearTimeout(this.#waking);
    this.#settings.close();
    this.#paper.ask(undefined);
    const { kept, lost } = await this.#effects.close();
    const words = leavingWords(kept, 0);
    if (words !== undefined) this.#paper.print([note(words)]);
    const unsent = unsentLines(lost, this.#unsent());
    this.#paper.print(unsent);
    this.#ended(status === 0 && unsent.length > 0 ? 1 : status);
  }

  /** What has been read of the input and not been dealt with. */
  #unsent(): readonly string[] {
    return this.#begun === undefined ? this.#waiting : [this.#begun, ...this.#waiting];
  }

  /** Returns what was said. */
  #dispatch(action: LineAction): readonly Line[] {
    if (this.#left) return [];
    const [lines, effects, said] = step(this.#lines, action);
    this.#lines = lines;
    if (said.length > 0) this.#paper.print(said);
    for (const effect of effects) this.#run(effect);
    this.#advance();
    return said;
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case "quit":
        this.#waiting = [];
        this.#ending = true;
        break;
      case "set":
        this.#settingsRead(this.#settings.set(effect.path, effect.value));
        break;
      case "notify":
        if (effect.how === "bell" || effect.how === "all") this.#paper.ring();
        break;
      case "compose":
        void this.#compose(effect.conversation, effect.text);
        break;
      case "redraw":
      case "suspend":
      case "copy":
      case "openLink":
        break;
      default:
        this.#effects.run(effect);
        break;
    }
  }

  #settingsRead(parsed: ParsedSettings): void {
    this.#dispatch({ type: "settings", ...parsed, now: Date.now() });
  }

  /** Meanwhile the network goes on, and what it brings is told afterwards. */
  async #compose(conversation: string, text: string): Promise<void> {
    this.saveNow();
    const result = await this.#paper.compose(text);
    this.#dispatch({ type: "composed", conversation, result, now: Date.now() });
  }

  /** Takes what can be taken, and asks for more or leaves. */
  #advance(): void {
    // Effects report while a line is being taken.
    if (this.#taking || this.#left) return;
    this.#taking = true;
    while (this.#waiting.length > 0 && takesLine(this.#lines, this.#waiting[0] ?? "")) this.#take();
    this.#taking = false;
    const done = this.#ending && this.#waiting.length === 0 && isSettled(this.#lines);
    if (done) void this.leave(this.#status());
    else if (isStuck(this.#lines)) this.#giveUp();
    else this.#paper.ask(this.#prompt());
    this.#wakeLater();
  }

  /** Of a client that is done: a script wants to know whether all went well. */
  #status(): number {
    const { interactive, failed, outage } = this.#lines;
    return !interactive && (failed || outage) ? 1 : 0;
  }

  /** There may be more input than has been read. */
  #giveUp(): void {
    if (!this.#ending) this.#paper.print([error(nothingMore)]);
    void this.leave(this.#status());
  }

  #take(): void {
    const text = this.#waiting.shift() ?? "";
    const { screen } = this.#lines.state;
    const isMessage = screen.kind === "chat" && !hasForm(screen);
    const { whole, begun } = isMessage ? continued(this.#begun, text) : { whole: text, begun: undefined };
    this.#begun = begun;
    if (whole !== undefined) this.#submit(whole);
    this.#paper.taken();
  }

  /** What was written after a line that failed was perhaps not meant for whom it would go to now. */
  #submit(text: string): void {
    const said = this.#dispatch({ type: "line", text, now: Date.now() });
    if (!said.some(({ kind }) => kind === "error")) return;
    const rest = this.#waiting.splice(0).length;
    if (!this.#lines.interactive) {
      this.#paper.print([error(nothingMore)]);
      this.#ending = true;
    } else if (rest > 0) this.#paper.print([note("What you typed after it isn't sent.")]);
  }

  #prompt(): Prompt | undefined {
    const isLogin = this.#lines.state.screen.kind === "login";
    if (this.#ending || (isLogin && this.#waiting.length > 0)) return undefined;
    return promptFor(this.#lines, this.#begun !== undefined);
  }

  #wakeLater(): void {
    clearTimeout(this.#waking);
    const ms = nextWake(this.#lines.state);
    if (ms === undefined || this.#left) return;
    this.#waking = setTimeout(() => this.#dispatch({ type: "tick", now: Date.now() }), ms);
  }
}
