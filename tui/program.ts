/**
 * Runs the client: holds the state, runs effects and repaints. A key is painted at once; what comes from the network
 * is gathered, so that a flood costs frames and not messages.
 */
import type { Expected } from "../protocol/index.ts";
import { dress } from "./appearance.ts";
import { Arrived } from "./arrived.ts";
import { Effects } from "./effects.ts";
import type { SettingsFile } from "./settings/file.ts";
import type { Action, Effect } from "./state/effects.ts";
import { type LoginBeginning, newLogin } from "./state/login.ts";
import { leavingWords } from "./state/outbox.ts";
import type { State } from "./state/state.ts";

import { initialState, update } from "./state/update.ts";
import { copySequence } from "./terminal/clipboard.ts";
import { setTitle } from "./terminal/modes.ts";
import { notification } from "./terminal/notification.ts";
import { openLink } from "./terminal/open-link.ts";
import { Tty } from "./terminal/tty.ts";
import { capabilities } from "./theme/capabilities.ts";
import { titleOf } from "./title.ts";
import { LazyPanels } from "./view/lazy-panels.ts";
import { Painter } from "./view/painter.ts";
import { view } from "./view/screen.ts";
import { nextWake } from "./wake.ts";

const frameMs = 33;

export interface ProgramOptions {
  readonly host: string;
  readonly port: number;
  /** The certificate that the server has to show. */
  readonly expected?: Expected | undefined;
  /** Prefilled in the login form; "" for none. */
  readonly user: string;
  /** Given: logs in without waiting for a key. */
  readonly password?: string;
  /** The form to begin with. */
  readonly login?: LoginBeginning;
  /** Program and version, for the server's log. */
  readonly program: string;
  readonly settings: SettingsFile;
  /** The folder for what is kept on disk. */
  readonly data: string;
}

/** How a person has left. */
export interface Ending {
  /** For the shell. */
  readonly status: number;
  /** What remains to be said. */
  readonly words: string | undefined;
}

export class Program {
  readonly #tty: Tty;
  readonly #effects: Effects;
  readonly #settings: SettingsFile;
  readonly #painter = new Painter();
  readonly #capabilities = capabilities();
  readonly #panels = new LazyPanels(() => this.#paint());
  readonly #ended: (ending: Ending) => void;
  readonly #arrived = new Arrived();
  #state: State;
  #title = "";
  #paintedAt = 0;
  #painting: NodeJS.Timeout | undefined;
  #waking: NodeJS.Timeout | undefined;
  #leaving = false;

  /** `ended` is called when the person wants to leave and the server knows. */
  constructor(
    { host, port, expected, user, password, login, program, data, settings }: ProgramOptions,
    ended: (ending: Ending) => void,
  ) {
    this.#ended = ended;
    this.#settings = settings;
    this.#effects = new Effects({ host, port, expected, program, data }, (action) => this.#hear(action));
    this.#tty = new Tty({
      onInput: (event) => this.#dispatch({ type: "input", event }, "now"),
      onResize: (size) => this.#dispatch({ type: "resized", size }, "now"),
      onLost: () => this.#repaint(),
      onGone: () => void this.leave(0),
    });
    const { size } = this.#tty;
    const { settings: initial, problems } = settings.read();
    this.#state = initialState(
      `${host}:${port}`,
      newLogin(user, password, login),
      initial,
      size,
      Date.now(),
      { path: settings.path, problems },
    );
  }

  start(): void {
    this.#tty.enter();
    this.#effects.run({ do: "connect" });
    this.#settings.watch((parsed) => this.#dispatch({ type: "settings", ...parsed }, "now"));
  }

  /** Gives the terminal back; harmless when called again. */
  restore(): void {
    this.#tty.leave();
  }

  /** Says goodbye, also to the disk, and ends with this status; harmless when called again. */
  async leave(status: number): Promise<void> {
    if (this.#leaving) return;
    this.#leaving = true;
    this.restore();
    const { kept, lost } = await this.#effects.close();
    this.#ended({ status, words: leavingWords(kept, lost.length) });
  }

  /** For a process that is about to end: what is on disk is as new as what is on screen. False: the disk doesn't answer. */
  saveNow(): boolean {
    return this.#effects.saveNow();
  }

  /** Messages wait for the next frame, or for whatever else happens before it. */
  #hear(action: Action): void {
    if (action.type === "news" && action.news.kind === "event" && action.news.event.event === "posted") {
      this.#arrived.add(action.news.event);
      this.#paintSoon();
    } else this.#dispatch(action, "soon");
  }

  #dispatch(action: Action, when: "now" | "soon"): void {
    this.#takeArrived();
    this.#update(action);
    if (when === "now") this.#paint();
    else this.#paintSoon();
  }

  #takeArrived(): void {
    for (const event of this.#arrived.take()) this.#update({ type: "news", news: { kind: "event", event } });
  }

  #update(action: Action): void {
    const [state, effects] = update(this.#state, { ...action, now: Date.now() });
    this.#state = state;
    // The form has no use for it, and people may want to copy from there.
    this.#tty.setMouse(state.screen.kind === "chat" && state.settings.mouse);
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: Effect): void {
    switch (effect.do) {
      case "redraw":
        this.#repaint();
        break;
      case "suspend":
        void this.#suspend();
        break;
      case "compose":
        void this.#compose(effect.conversation, effect.text);
        break;
      case "set":
        this.#dispatch({ type: "settings", ...this.#settings.set(effect.path, effect.value) }, "now");
        break;
      case "notify":
        this.#tty.write(notification(effect, process.env.TMUX !== undefined));
        break;
      case "copy":
        this.#tty.write(copySequence(effect.text));
        break;
      case "openLink":
        void this.#openLink(effect.url);
        break;
      case "quit":
        void this.leave(0);
        break;
      default:
        this.#effects.run(effect);
        break;
    }
  }

  /** While a process is stopped, it saves nothing. */
  async #suspend(): Promise<void> {
    await this.#effects.save();
    if (!this.#leaving) this.#tty.suspend();
  }

  /** Meanwhile the network goes on, and nothing is drawn. */
  async #compose(conversation: string, text: string): Promise<void> {
    void this.#effects.save();
    const result = await this.#tty.lend(async () => {
      const { compose } = await import("./compose.ts");
      return compose(text);
    });
    this.#dispatch({ type: "composed", conversation, result }, "now");
  }

  /** Where no program opens it, the terminal's clipboard takes it. */
  async #openLink(url: string): Promise<void> {
    const opened = await openLink(url);
    if (!opened) this.#tty.write(copySequence(url));
    this.#dispatch({ type: "linkOpened", url, copied: !opened }, "now");
  }

  #repaint(): void {
    this.#title = "";
    this.#painter.reset();
    this.#paint();
  }

  #paintSoon(): void {
    const wait = Math.max(0, this.#paintedAt + frameMs - performance.now());
    this.#painting ??= setTimeout(() => this.#paint(), wait);
  }

  #paint(): void {
    clearTimeout(this.#painting);
    this.#painting = undefined;
    if (this.#leaving) return;
    this.#takeArrived();
    dress(this.#state, this.#capabilities);
    // What the frame shows counts as read in it, so that none follows to say so.
    const [seen, effects] = update(this.#state, { type: "painted", now: Date.now() });
    const { rows, inset, cursor } = view(seen, this.#panels.rows);
    const bytes = this.#painter.paint(rows, inset, cursor);
    if (bytes === "" || this.#tty.write(bytes)) this.#show(seen, effects);
    else this.#painter.reset();
    this.#entitle();
    if (this.#state.screen.kind === "chat") this.#panels.loadAtRest();
    this.#paintedAt = performance.now();
    this.#wakeLater();
  }

  #show(state: State, effects: readonly Effect[]): void {
    this.#state = state;
    for (const effect of effects) this.#run(effect);
  }

  #entitle(): void {
    const title = titleOf(this.#state);
    if (title !== this.#title && this.#tty.write(setTitle(title))) this.#title = title;
  }

  #wakeLater(): void {
    clearTimeout(this.#waking);
    const ms = nextWake(this.#state);
    if (ms !== undefined) this.#waking = setTimeout(() => this.#dispatch({ type: "tick" }, "now"), ms);
  }
}
