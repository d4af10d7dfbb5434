/** Colours as a terminal shows them: which theme, and how many. */
import test from "ava";
import { type Theme, themes } from "../../tui/theme/themes.ts";
import type { Colour } from "./cells.ts";
import { join, say, startServer } from "./chat.ts";
import { rawClient } from "./raw.ts";
import type { TestTerminal } from "./terminal.ts";

const key = "0".repeat(26);

/** The border of the contacts has the colour of what is less important. */
const border = (terminal: TestTerminal): Colour => terminal.cell(21, 5).fg;
const dim = ({ roles }: Theme): string => roles.dim.truecolor;

test("a terminal that says that its ground is light gets the light theme, until another is set", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  await alice.waitFor(() => border(alice) === dim(themes.dark));
  t.true(alice.output().includes("\x1b]11;?\x1b\\"));
  alice.write("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
  await alice.waitFor(() => border(alice) === dim(themes.light), "the light theme");
  say(alice, "/set theme dark");
  await alice.waitFor(() => border(alice) === dim(themes.dark), "the dark theme");
});

test("high contrast paints the whole screen", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  say(alice, "/set theme contrast");
  await alice.waitFor(() => border(alice) === dim(themes.contrast), "high contrast");
  for (let y = 0; y < 24; y++) {
    for (let x = 0; x < 80; x++) t.is(alice.cell(x, y).bg, "#000000", `cell ${x},${y}`);
  }
  await alice.waitFor(/to everyone>$/m);
  alice.write("typed");
  await alice.waitFor("typed");
  t.is(alice.cell(36, 22).fg, "#ffffff");
});

for (const [env, seen] of [
  [{ COLORTERM: "" }, themes.dark.roles.dim.of256],
  [{ COLORTERM: "", TERM: "xterm" }, 7],
  [{ NO_COLOR: "1" }, undefined],
] as const) {
  test(`colours are as many as there are: ${JSON.stringify(env)}`, async (t) => {
    const { port } = await startServer(t);
    const bob = await rawClient(t, port, "bob");
    const alice = await join(t, port, "alice", { env });
    await bob.ask("broadcast", { text: "@alice **bold** `code` https://x.example/", key });
    await alice.waitFor("x.example");
    t.is(border(alice), seen);
    const row = alice.screen().findIndex((shown) => shown.includes("@alice"));
    const cell = (text: string) => alice.cell(alice.row(row).indexOf(text), row);
    // Without colours, too, these differ from what is around them.
    t.true(cell("@alice").inverse);
    t.true(cell("bold").bold);
    t.true(cell("https").underline);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    if (seen === undefined) t.notRegex(alice.output().toString(), /\x1b\[[\d;]*(?:3[0-8]|9[0-7])[;m]/);
  });
}
