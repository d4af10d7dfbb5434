/** The viewport against the obvious way to do the same: all rows of all messages, and a number of rows from the end. */
import test from "ava";
import fc from "fast-check";
import { block, blockCount, linesAbove } from "../../../tui/log/blocks.ts";
import { type Pane, scrolled, scrolledTo, scrolledToTop, viewport } from "../../../tui/log/viewport.ts";
import { newConversation } from "../../../tui/state/conversations.ts";
import type { Conversation, LogMessage } from "../../../tui/state/state.ts";
import { textWidth } from "../../../tui/text/width.ts";
import { conversation, logMessages } from "./conversations.ts";
import { plain } from "./rows.ts";

const pane: fc.Arbitrary<Pane> = fc.record({
  columns: fc.integer({ min: 20, max: 120 }),
  rows: fc.integer({ min: 2, max: 30 }),
  me: fc.constant("alice"),
});

function allRows(shown: Conversation, { columns, me }: Pane): string[] {
  return Array.from({ length: blockCount(shown) }, (_, index) => block(shown, index, columns, me)).flat();
}

/** What a log shows whose lower edge is so many rows above the end. */
function slice(all: readonly string[], rows: number, above: number): readonly string[] {
  const end = all.length - above;
  return all.slice(Math.max(0, end - rows), end);
}

const scrolledBy = (shown: Conversation, size: Pane, rows: number): Conversation => ({
  ...shown,
  scroll: scrolled(shown, size, rows),
});

test("no row is wider than the pane, and there are no more rows than it has", (t) => {
  fc.assert(
    fc.property(conversation, pane, fc.integer({ min: -50, max: 300 }), (shown, size, rows) => {
      const view = viewport(scrolledBy(shown, size, rows), size);
      t.true(view.rows.length <= size.rows);
      for (const row of view.rows) t.true(textWidth(plain(row)) <= size.columns, JSON.stringify(row));
    }),
    { numRuns: 300 },
  );
});

test("scrolling by any steps shows what so many rows from the end would, and stops at both ends", (t) => {
  const steps = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(conversation, pane, steps, (start, size, all) => {
      const everything = allRows(start, size);
      const top = Math.max(0, everything.length - size.rows);
      let above = 0;
      let shown = start;
      for (const step of all) {
        above = Math.min(top, Math.max(0, above + step));
        shown = scrolledBy(shown, size, step);
        t.deepEqual(viewport(shown, size).rows, slice(everything, size.rows, above));
        t.is(shown.scroll === undefined, above === 0);
        t.is(viewport(shown, size).atTop, above === top);
      }
    }),
    { numRuns: 500 },
  );
});

test("what is said to be visible and below is", (t) => {
  fc.assert(
    fc.property(conversation, pane, fc.nat(200), (start, size, rows) => {
      const shown = scrolledBy(start, size, rows);
      const view = viewport(shown, size);
      const above = Math.min(Math.max(0, allRows(start, size).length - size.rows), rows);
      let left = above;
      let below = 0;
      for (let index = blockCount(start) - 1; index >= 0 && left > 0; index--, below++) {
        left -= block(start, index, size.columns, size.me).length;
      }
      t.is(view.below, below);
      const whole = start.messages.slice(0, blockCount(start) - below).at(-1);
      t.is(view.lastVisible, whole?.number ?? 0);
    }),
    { numRuns: 300 },
  );
});

test("the top is at the top", (t) => {
  fc.assert(
    fc.property(conversation, pane, (start, size) => {
      const shown = { ...start, scroll: scrolledToTop(start, size) };
      t.deepEqual(viewport(shown, size).rows, allRows(start, size).slice(0, size.rows));
      t.true(viewport(shown, size).atTop);
    }),
  );
});

test("going to a message puts it at the top, unless all after it fits", (t) => {
  fc.assert(
    fc.property(conversation, pane, fc.nat(29), (start, size, nth) => {
      const message = start.messages[nth];
      fc.pre(message !== undefined);
      const { rows } = viewport({ ...start, scroll: scrolledTo(start, size, message?.number ?? 0) }, size);
      const all = allRows(start, size);
      const before = start.messages
        .slice(0, nth)
        .flatMap((_, index) => block(start, index, size.columns, size.me));
      // Its lines above give way where it's higher than the pane.
      const surplus = Math.max(0, block(start, nth, size.columns, size.me).length - size.rows);
      const top = before.length + Math.min(surplus, linesAbove(start, nth, size.columns).length);
      const first = Math.min(top, Math.max(0, all.length - size.rows));
      t.deepEqual(rows, all.slice(first, first + size.rows));
    }),
  );
});

test("a message that doesn't fit below its lines is shown without them", (t) => {
  const time = new Date(2026, 10, 23, 12).getTime();
  const said = (number: number): LogMessage => {
    return { number, from: "bob", text: `text ${number}`, time, key: `${number}`, stripped: false };
  };
  const shown = { ...newConversation("bob"), messages: [said(1), said(2)], lineAfter: 0 };
  const size = { columns: 20, rows: 3, me: "alice" };
  const rows = viewport({ ...shown, scroll: scrolledTo(shown, size, 1) }, size).rows.map(plain);
  t.deepEqual(rows, ["─────── new ────────", "12:00 bob", "  text 1"]);
});

test("paging up from the end shows every row, and ends at the top", (t) => {
  fc.assert(
    fc.property(conversation, pane, (start, size) => {
      const all = allRows(start, size);
      const seen = new Set(viewport(start, size).rows);
      let shown = start;
      for (let pages = 0; pages <= all.length && !viewport(shown, size).atTop; pages++) {
        shown = scrolledBy(shown, size, size.rows - 1);
        for (const row of viewport(shown, size).rows) seen.add(row);
      }
      t.true(viewport(shown, size).atTop);
      t.deepEqual(
        all.filter((row) => !seen.has(row)),
        [],
      );
    }),
  );
});

function arrived(held: readonly LogMessage[], count: number): LogMessage[] {
  const last = held.at(-1);
  return Array.from({ length: count }, (_, index) => ({
    number: (last?.number ?? 0) + 1 + index,
    from: "bob",
    text: `new ${index}`,
    time: last?.time ?? 0,
    key: `new ${index}`,
    stripped: false,
  }));
}

test("a log that is scrolled up stays where it is when messages arrive", (t) => {
  fc.assert(
    fc.property(
      conversation,
      pane,
      fc.integer({ min: 1, max: 200 }),
      fc.nat(30),
      (start, size, rows, count) => {
        const shown = scrolledBy({ ...start, outgoing: [], lineAfter: undefined }, size, rows);
        fc.pre(shown.scroll !== undefined);
        const messages = [...shown.messages, ...arrived(shown.messages, count)];
        t.deepEqual(viewport({ ...shown, messages }, size).rows, viewport(shown, size).rows);
        t.is(viewport({ ...shown, messages }, size).below, viewport(shown, size).below + count);
      },
    ),
  );
});

test("it stays when older messages are put before it, too", (t) => {
  const older = logMessages.map((all) => all.map((one) => ({ ...one, number: one.number - 1000, time: 0 })));
  fc.assert(
    fc.property(conversation, older, pane, fc.nat(200), (start, before, size, rows) => {
      const shown = scrolledBy({ ...start, lineAfter: undefined }, size, rows);
      const messages = [...before, ...shown.messages];
      const now = viewport({ ...shown, messages }, size).rows;
      const was = viewport(shown, size).rows;
      t.deepEqual(now.slice(now.length - was.length), was);
    }),
  );
});

test("however the pane's size changes, the log is filled as far as there is something to show", (t) => {
  fc.assert(
    fc.property(conversation, pane, pane, fc.nat(200), (start, size, other, rows) => {
      const shown = scrolledBy(start, size, rows);
      const all = allRows(start, other);
      const view = viewport(shown, other);
      t.is(view.rows.length, Math.min(all.length, other.rows));
      const at = all.length - view.rows.length;
      t.true(Array.from({ length: at + 1 }, (_, index) => index).some((from) => isAt(all, view.rows, from)));
    }),
    { numRuns: 300 },
  );
});

function isAt(all: readonly string[], rows: readonly string[], from: number): boolean {
  return rows.every((row, index) => all[from + index] === row);
}

test("a message that takes fewer rows than were below the edge keeps one above it", (t) => {
  const texts = ["before", "word ".repeat(100).trim(), "after"];
  const messages = texts.map((text, index) => ({
    number: index + 1,
    from: "bob",
    text,
    time: 0,
    key: text,
    stripped: false,
  }));
  const shown = { ...newConversation("bob"), messages, scroll: { number: 2, below: 15 } };
  const view = viewport(shown, { columns: 120, rows: 2, me: "alice" });
  t.regex(plain(view.rows.at(-1) ?? ""), /^\d\d:\d\d bob word/);
  t.like(view, { lastVisible: 1, below: 2 });
});

test("an empty conversation has no rows, wherever it's scrolled", (t) => {
  const size = { columns: 60, rows: 10, me: "alice" };
  const nothing = newConversation("everyone");
  t.deepEqual(viewport(nothing, size), { rows: [], spans: [], lastVisible: 0, below: 0, atTop: true });
  t.is(scrolled(nothing, size, 5), undefined);
  t.is(scrolledToTop(nothing, size), undefined);
  t.deepEqual(viewport({ ...nothing, scroll: { number: 7, below: 3 } }, size).rows, []);
});
