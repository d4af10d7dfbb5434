/** The same talk in windows of all sizes: where everything stands, and how it looks. */
import test, { type ExecutionContext } from "ava";
import { themes } from "../../tui/theme/themes.ts";
import type { Cell } from "./cells.ts";
import { join, keys, say, startServer } from "./chat.ts";
import { rawClient } from "./raw.ts";
import type { TestTerminal } from "./terminal.ts";

const { roles, names } = themes.dark;
const key = (number: number): string => String(number).padStart(26, "0");

/** The first cell of this text, wherever it's on the screen. */
function cellOf(t: ExecutionContext, terminal: TestTerminal, text: string): Cell {
  const y = terminal.screen().findIndex((row) => row.includes(text));
  const x = terminal.row(y).indexOf(text);
  t.true(y >= 0, `${text} in\n${terminal.text()}`);
  return terminal.cell(x, y);
}

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [40, 10],
  [20, 5],
] as const) {
  const where = `${columns}x${rows}`;
  const tiny = columns === 20;

  test(`${where}: the conversation, the prompt and the bar are where they belong`, async (t) => {
    const { port } = await startServer(t);
    const bob = await rawClient(t, port, "bob");
    const alice = await join(t, port, "alice", { columns, rows });
    await bob.ask("broadcast", { text: "good morning", key: key(1) });
    await alice.waitFor("good morning");
    t.is(cellOf(t, alice, "bob").fg === undefined, false);
    const left = columns < 60 ? 0 : columns === 80 ? 23 : 24;
    for (let y = 0; y < rows - 1; y++) {
      if (left > 0) t.is(alice.cell(left - 2, y).chars, "│", `row ${y}`);
    }
    alice.write("typed");
    const prompt = tiny ? "everyone> " : "to everyone> ";
    await alice.waitFor(`${prompt}typed`);
    t.deepEqual(alice.cursor, { x: left + prompt.length + 5, y: rows - 2 });
    for (let x = 0; x < columns; x++) t.true(alice.cell(x, rows - 1).inverse, `cell ${x} of the bar`);
    if (!tiny) t.is(alice.row(0).slice(left), "everyone · 2 accounts");
    alice.write(keys.ctrlU);
    say(alice, "/w bob for you");
    await alice.waitFor("for you");
    await alice.waitFor(tiny ? /^bob only>$/m : /to bob only>$/m);
  });

  test(`${where}: code, bold, links, calls and right-to-left text look as they should`, async (t) => {
    const { port } = await startServer(t);
    const bob = await rawClient(t, port, "bob");
    const alice = await join(t, port, "alice", { columns, rows });
    let number = 0;
    const show = async (text: string, sight: string): Promise<Cell> => {
      await bob.ask("broadcast", { text, key: key(++number) });
      await alice.waitFor(sight);
      return cellOf(t, alice, sight);
    };
    t.like(await show("run `npm ci`", "npm ci"), { fg: roles.code.truecolor, bold: false });
    t.like(await show("so **loud**", "loud"), { fg: undefined, bold: true });
    t.like(await show("hey @alice", "@alice"), { fg: roles.mention.truecolor, inverse: true });
    t.true(names.some(({ truecolor }) => truecolor === cellOf(t, alice, "bob").fg));
    const address = `https://x.example/${"path/".repeat(columns / 5)}`;
    t.like(await show(address, "x.example"), {
      fg: roles.link.truecolor,
      underline: true,
    });
    // All of its rows are one link.
    const opened = alice.output().toString().split(`;${address}\x1b\\`).slice(0, -1);
    const ids = new Set(opened.map((before) => before.split("id=").at(-1)));
    t.true(opened.length > 1);
    t.is(ids.size, 1);
    // The message before it may be higher than the log, which then waits at its beginning.
    alice.write(keys.ctrlEnd);
    await show("שלום bob", "שלום");
    t.true(alice.output().toString().includes("\u2067שלום bob\u2069"));
  });
}
