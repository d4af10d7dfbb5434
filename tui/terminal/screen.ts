/** The terminal's full-screen state as an object that knows whether it is entered, so that leaving happens once. */
import { enterSequence, mouseOff, mouseOn, restoreSequence, type ScreenOptions } from "./modes.ts";

/** Goes into full screen and out of it; `write` must be synchronous, as leaving may be the last thing done. */
export class Screen {
  readonly #write: (text: string) => void;
  #options: ScreenOptions;
  #entered = false;

  constructor(write: (text: string) => void, options: ScreenOptions = {}) {
    this.#write = write;
    this.#options = options;
  }

  get entered(): boolean {
    return this.#entered;
  }

  /** Also after a suspend. Does nothing when entered. */
  enter(options: ScreenOptions = this.#options): void {
    if (this.#entered) return;
    this.#entered = true;
    this.#write(enterSequence(options));
  }

  /** Takes the mouse or leaves it to the terminal: at once, and whenever it's entered again. */
  setMouse(mouse: boolean): void {
    if ((this.#options.mouse ?? false) === mouse) return;
    this.#options = { ...this.#options, mouse };
    if (this.#entered) this.#write(mouse ? mouseOn : mouseOff);
  }

  /** Does nothing when not entered: the shell's own modes are not ours to touch. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    this.#write(restoreSequence);
  }
}
