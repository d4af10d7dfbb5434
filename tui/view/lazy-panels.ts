/** Most of the program's size and start is what lays out panels: it is loaded for the first one. */
import { bad } from "../style.ts";
import { wrap } from "../text/wrap.ts";
import { filled, type PanelRows } from "./screen.ts";

export class LazyPanels {
  readonly #onLoaded: () => void;
  #rows: PanelRows = (_chat, _panel, size) => {
    void this.#load();
    return filled([], size.rows);
  };

  /** `onLoaded` is called when a panel that was blank can be drawn. */
  constructor(onLoaded: () => void) {
    this.#onLoaded = onLoaded;
  }

  readonly rows: PanelRows = (chat, panel, size, now) => this.#rows(chat, panel, size, now);

  async #load(): Promise<void> {
    this.#rows = (_chat, _panel, size) => filled([], size.rows);
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
