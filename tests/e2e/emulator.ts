/** A terminal without a window. */
import graphemesAddon from "@xterm/addon-unicode-graphemes";
import xterm from "@xterm/headless";

/** How cells are counted: whole graphemes, which is the default, or each character by itself. */
export type CellCount = "graphemes" | "characters";

export function createEmulator(columns: number, rows: number, cells?: CellCount): xterm.Terminal {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  if (cells !== "characters")
    emulator.loadAddon(withoutBuffers(() => new graphemesAddon.UnicodeGraphemesAddon()));
  return emulator;
}

/**
 * The addon reads its table from the start of a buffer's memory, which is wrong for one out of the shared pool. Where
 * there are no buffers, as in a browser, it takes an array of its own.
 */
function withoutBuffers<Made>(make: () => Made): Made {
  const buffers = Object.getOwnPropertyDescriptor(globalThis, "Buffer");
  Reflect.deleteProperty(globalThis, "Buffer");
  try {
    return make();
  } finally {
    if (buffers) Object.defineProperty(globalThis, "Buffer", buffers);
  }
}
