/** What the painter writes, applied to a terminal, against drawing every frame from scratch. */
import xterm from "@xterm/headless";
import test from "ava";
import fc from "fast-check";
import { setPalette } from "../../../tui/style.ts";
import { type Cursor, type Inset, Painter } from "../../../tui/view/painter.ts";
import { cellAt } from "../../e2e/cells.ts";

const columns = 12;
const height = 5;

interface Shown {
  readonly rows: readonly string[];
  readonly inset: Inset | undefined;
  readonly cursor: Cursor | undefined;
}

const style = fc.constantFrom("", "\x1b[1m", "\x1b[7m", "\x1b[38;5;33m", "\x1b[2;7m");
const run = fc
  .tuple(style, fc.stringMatching(/^[ a-c]{0,7}$/))
  .map(([on, text]) => (on ? `${on}${text}\x1b[0m` : text));
const ofWidth = (width: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      style,
      fc.stringMatching(/^[ a-c]*$/).map((text) => text.slice(0, width)),
    )
    .map(([on, text]) => on + text);
const row = fc.oneof(run, ofWidth(columns), fc.constant(`\x1b[7m${"x".repeat(columns)}\x1b[27m`));

const left = 5;

/** Rows beside an inset end where it begins. */
const frame: fc.Arbitrary<Shown> = fc
  .record({
    rows: fc.array(row, { minLength: height, maxLength: height }),
    beside: fc.array(ofWidth(left), { minLength: height, maxLength: height }),
    inset: fc.option(
      fc.record({
        left: fc.constant(left),
        top: fc.nat(2),
        rows: fc.array(ofWidth(columns - left), { maxLength: 2 }),
        over: fc.array(fc.record({ row: fc.nat(2), column: fc.constant(8), text: ofWidth(columns - 8) }), {
          maxLength: 2,
        }),
      }),
      { nil: undefined },
    ),
    cursor: fc.option(fc.record({ row: fc.nat(height - 1), column: fc.nat(columns - 1) }), {
      nil: undefined,
    }),
  })
  .map(({ rows, beside, inset, cursor }) => ({
    rows: rows.map((row, index) =>
      inset?.rows[index - inset.top] === undefined ? row : (beside[index] ?? ""),
    ),
    inset,
    cursor,
  }));

async function screenAfter(bytes: readonly string[], before = ""): Promise<unknown> {
  const terminal = new xterm.Terminal({ cols: columns, rows: height, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(before + bytes.join(""), done));
  const { active } = terminal.buffer;
  const cells = Array.from({ length: height }, (_, y) =>
    Array.from({ length: columns }, (_, x) => {
      const cell = cellAt(active, x, y);
      // An erased cell and a space look the same.
      return { ...cell, chars: cell.chars === "" ? " " : cell.chars, width: 1 };
    }),
  );
  const screen = { cells, cursor: [active.cursorX, active.cursorY], wrap: terminal.modes.wraparoundMode };
  terminal.dispose();
  return screen;
}

test("any sequence of frames ends with the screen that the last one has by itself", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.string(), async (frames, mess) => {
      const painter = new Painter();
      const last = frames.at(-1);
      if (last === undefined) return;
      const all = frames.map(({ rows, inset, cursor }) => painter.paint(rows, inset, cursor));
      const once = new Painter().paint(last.rows, last.inset, last.cursor);
      const clear = "\x1b[2J\x1b[H";
      const expected = await screenAfter([clear, once]);
      const actual = await screenAfter([clear, ...all]);
      if (last.cursor) t.deepEqual(actual, expected);
      else t.deepEqual({ ...Object(actual), cursor: 0 }, { ...Object(expected), cursor: 0 });
      // After a reset it doesn't matter what was there.
      painter.reset();
      const anew = painter.paint(last.rows, last.inset, last.cursor);
      const junk = mess.replace(/\p{Cc}/gu, "#");
      t.deepEqual(
        { ...Object(await screenAfter([anew], junk)), cursor: 0 },
        { ...Object(expected), cursor: 0 },
      );
    }),
    { numRuns: 150 },
  );
});

test("what hasn't changed is not written", (t) => {
  const painter = new Painter();
  const cursor = { row: 1, column: 2 };
  t.not(painter.paint(["one", "two"], undefined, cursor), "");
  t.is(painter.paint(["one", "two"], undefined, cursor), "");
  const changed = painter.paint(["one", "three"], undefined, cursor);
  t.true(changed.includes("three"));
  t.false(changed.includes("one"));
  const moved = painter.paint(["one", "three"], undefined, { row: 0, column: 0 });
  t.true(moved.length > 0 && !moved.includes("three"));
});

test("what stands beside the contacts is drawn without them, and they without it only where it isn't", (t) => {
  const painter = new Painter();
  const inset = (inner: string) => ({ left: 5, top: 0, rows: [inner], over: [] });
  painter.paint(["bob", "carl"], inset("one"), undefined);
  const inner = painter.paint(["bob", "carl"], inset("two"), undefined);
  t.true(inner.includes("two"));
  t.notRegex(inner, /bob|carl/);
  const below = painter.paint(["bob", "dora"], inset("two"), undefined);
  t.true(below.includes("dora"));
  t.notRegex(below, /bob|two/);
  const both = painter.paint(["eve", "dora"], inset("two"), undefined);
  t.regex(both, /eve.*two/);
});

test("a frame is one synchronized write that never shows a cursor on its way", (t) => {
  const bytes = new Painter().paint(["one", "two"], undefined, { row: 0, column: 0 });
  t.true(bytes.startsWith("\x1b[?2026h\x1b[?25l"));
  t.true(bytes.endsWith("\x1b[?2026l"));
  t.is(bytes.split("\x1b[?25h").length, 2);
  t.true(bytes.indexOf("\x1b[?25h") > bytes.indexOf("two"));
});

test("a theme that paints the ground paints all of it anew, and one that doesn't gives it back", (t) => {
  const painter = new Painter();
  const paint = (): string => painter.paint(["one", "", "\x1b[31mtwo\x1b[39m more"], undefined, undefined);
  t.teardown(() => setPalette({ theme: "dark", depth: "truecolor", hyperlinks: true }));
  paint();
  setPalette({ theme: "contrast", depth: "256", hyperlinks: true });
  const black = "\x1b[0m\x1b[38;5;231;48;5;16m\x1b[K";
  const contrast = paint();
  t.is(contrast.split(black).length, 4);
  t.true(contrast.includes("two\x1b[38;5;231m more"));
  setPalette({ theme: "dark", depth: "256", hyperlinks: true });
  t.is(paint().split("\x1b[0m\x1b[K").length, 4);
});

test("without a place for it the cursor stays hidden", (t) => {
  t.false(new Painter().paint(["one"], undefined, undefined).includes("\x1b[?25h"));
});

test("a full row is erased before it's drawn: some terminals would erase its last cell after it", (t) => {
  const bytes = new Painter().paint(["x".repeat(columns)], undefined, undefined);
  t.true(bytes.lastIndexOf("\x1b[K") < bytes.indexOf("x"));
});
