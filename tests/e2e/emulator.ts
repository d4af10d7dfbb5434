/** A terminal without a window. */
import graphemesAddon from "@xterm/addon-unicode-graphemes";
import xterm from "@xterm/headless";

/** How cells are counted: whole graphemes, which is the default, or each character by itself. */
export type CellCount = "graphemes" | "characters";

export function createEmulator(columns: number, rows: number, cells?: CellCount): xterm.Terminal {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  if (cells !== "characters") emulator.loadAddon(unpooled(() => new graphemesAddon.UnicodeGraphemesAddon()));
  return emulator;
}

/** The addon reads its table from the start of a buffer's memory, which is wrong for one out of the shared pool. */
function unpooled<Made>(make: () => Made): Made {
  const { poolSize } = Buffer;
  Buffer.poolSize = 0;
  try {
    return make();
  } finally {
    Buffer.poolSize = poolSize;
  }
}
