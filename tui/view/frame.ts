/**
 * Ink as a layout engine: a tree of components in, the rows of a whole frame out. In its debug mode Ink hands every
 * frame over whole and at once, to what it takes for the terminal; what reaches the real one is the painter's doing.
 */
import { EventEmitter } from "node:events";
import { type Instance, render } from "ink";
import type { ReactNode } from "react";
import type { Size } from "../state/state.ts";

/** As much of a terminal as Ink looks at. */
class FrameSink extends EventEmitter {
  readonly isTTY = true;
  columns = 0;
  rows = 0;
  frame = "";

  write(frame: string): boolean {
    this.frame = frame;
    return true;
  }
}

export class Frame {
  readonly #sink = new FrameSink();
  #instance: Instance | undefined;

  /** As many rows as the size has, from top to bottom, with styles as escape sequences. */
  layout(node: ReactNode, { columns, rows }: Size): string[] {
    if (this.#sink.columns !== columns || this.#sink.rows !== rows) {
      this.#sink.columns = columns;
      this.#sink.rows = rows;
      this.#sink.emit("resize");
    }
    if (this.#instance) this.#instance.rerender(node);
    else this.#instance = this.#start(node);
    const lines = this.#sink.frame.split("\n");
    // Ink's frame is as high as what is in it.
    return Array.from({ length: rows }, (_, index) => lines[index] ?? "");
  }

  #start(node: ReactNode): Instance {
    // Ink asks for streams, and uses of them what FrameSink has; its input stays silent.
    const stdout = this.#sink as unknown as NodeJS.WriteStream;
    return render(node, { stdout, debug: true, interactive: true, exitOnCtrlC: false, patchConsole: false });
  }
}
