/** Most of the program's size and start is what lays out panels: it is loaded at the first rest, or for the first one. */
import { bad } from "../style.ts";
import { wrap } from "../text/wrap.ts";
import { filled, type PanelRows } from "./screen.ts";

/** Loading holds up keys for a moment, so not between two of them, nor before what a login brings is drawn. */
const restMs = 500;

export class LazyPanels {
  readonly #onLoaded: () => void;
  readonly #restMs: number;
  #resting: NodeJS.Timeout | undefined;
  #loading = false;
  #rows: PanelRows = (_chat, _panel, size) => {
    void this.#load();
    return filled([], size.rows);
  };

  /** `onLoaded` is called when a panel that was blank can be drawn. */
  constructor(onLoaded: () => void, rest = restMs) {
    this.#onLoaded = onLoaded;
    this.#restMs = rest;
  }

  readonly rows: PanelRows = (chat, panel, size, now) => this.#rows(chat, panel, size, now);

  /** To be called whenever something happens: loads once nothing has for a while. */
  loadAtRest(): void {
    clearTimeout(this.#resting);
    if (!this.#loading) this.#resting = setTimeout(() => void this.#load(), this.#restMs).unref();
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    clearTimeout(this.#resting);
    try {
      const { panelRows } = await import("./panel.tsx");
      this.#rows = panelRows;
    } catch {
      this.#rows = (_chat, _panel, size) => filled(wrap(gone, size.columns).map(bad), size.rows);
    }
    this.#onLoaded();
  }
}

const gone = "This can't be shown: the program's files have changed while it ran. Quit and start it again.";
