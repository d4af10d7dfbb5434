import test from "ava";
import fc from "fast-check";
import { block, heightAtMost } from "../../../tui/log/blocks.ts";
import { newConversation } from "../../../tui/state/conversations.ts";
import type { Conversation, LogMessage, Outgoing } from "../../../tui/state/state.ts";
import { setPalette } from "../../../tui/style.ts";
import { logMessages } from "./conversations.ts";
import { plain } from "./rows.ts";

const noon = new Date(2026, 10, 23, 12).getTime();

const said = (number: number, from: string, text: string, rest: Partial<LogMessage> = {}): LogMessage => ({
  number,
  from,
  text,
  time: noon,
  key: `${number}`,
  stripped: false,
  ...rest,
});

const waiting = (text: string, refused?: string): Outgoing => ({
  key: text,
  text,
  time: noon,
  kept: true,
  refused,
});

/** The rows of the last block; there is always one before it on the same day. */
function rows(last: LogMessage | Outgoing, columns: number, rest: Partial<Conversation> = {}): string[] {
  const first = said(1, "bob", "first");
  const shown = { ...newConversation("bob"), messages: [first], ...rest };
  const all = "number" in last ? { ...shown, messages: [first, last] } : { ...shown, outgoing: [last] };
  return block(all, 1, columns, "alice").map(plain);
}

test("no message is higher than is told from the length of its text", (t) => {
  fc.assert(
    fc.property(
      logMessages,
      fc.integer({ min: 20, max: 160 }),
      fc.boolean(),
      (messages, columns, stripped) => {
        const all = messages.map((message) => ({ ...message, stripped }));
        for (const lineAfter of [undefined, 0]) {
          const conversation = { ...newConversation("bob"), messages: all, delivered: 1000, lineAfter };
          for (const [index, message] of all.entries())
            t.true(block(conversation, index, columns, "alice").length <= heightAtMost(message, columns));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("a text wraps beside its time and name", (t) => {
  t.deepEqual(rows(said(2, "bob", "one two three four five six seven eight"), 40), [
    "12:00 bob one two three four five six",
    "          seven eight",
  ]);
});

test("where little room is left beside the name, the text goes below it", (t) => {
  t.deepEqual(rows(said(2, "bartholomew-the-20th", "one two three four five six seven eight"), 40), [
    "12:00 bartholomew-the-20th",
    "  one two three four five six seven",
    "  eight",
  ]);
});

test("a name longer than the log is wide is cut", (t) => {
  t.deepEqual(rows(said(2, "bartholomew-the-20th", "one two three four"), 20), [
    "12:00 bartholomew-t…",
    "  one two three four",
  ]);
});

test("newlines start rows", (t) => {
  t.deepEqual(rows(said(2, "bob", "a\n\n  b"), 40), ["12:00 bob a", "          ", "            b"]);
});

test("the mark stands behind one's own text, or below it where there is no room", (t) => {
  t.deepEqual(rows(said(2, "Alice", "short"), 40), ["12:00 Alice short ✓"]);
  const full = "x".repeat(28);
  t.deepEqual(rows(said(2, "alice", full), 40), [`12:00 alice ${full}`, "            ✓"]);
});

test("a long reason wraps", (t) => {
  t.deepEqual(rows(waiting("hi", "There is no account with that name."), 40), [
    "12:00 alice hi",
    "            ✗ not sent: There is no",
    "            account with that name.",
  ]);
});

test("a badge stands behind a text that something was stripped from, before the mark, or below", (t) => {
  t.deepEqual(rows(said(2, "bob", "short", { stripped: true }), 40), ["12:00 bob short ⚠ stripped"]);
  t.deepEqual(rows(said(2, "alice", "short", { stripped: true }), 40), ["12:00 alice short ⚠ stripped ✓"]);
  t.deepEqual(rows(said(2, "alice", "x".repeat(25), { stripped: true }), 40), [
    `12:00 alice ${"x".repeat(25)}`,
    "            ⚠ stripped ✓",
  ]);
});

test("one's own name stands out in the texts of others, not in one's own", (t) => {
  const styled = (from: string): string => {
    const shown = { ...newConversation("everyone"), messages: [said(1, from, "hi @alice")] };
    return block(shown, 0, 40, "alice").at(-1) ?? "";
  };
  t.true(styled("bob").includes("\x1b[7m"));
  t.false(styled("alice").includes("\x1b[7m"));
});

test("other colours are drawn anew", (t) => {
  const shown = { ...newConversation("everyone"), messages: [said(1, "bob", "x")] };
  const dark = block(shown, 0, 40, "alice").join("");
  t.teardown(() => setPalette({ theme: "dark", depth: "truecolor", hyperlinks: true }));
  setPalette({ theme: "light", depth: "256", hyperlinks: true });
  const light = block(shown, 0, 40, "alice").join("");
  t.true(light.includes("\x1b[38;5;59m12:00\x1b[39m"));
  t.false(dark.includes("\x1b[38;5;59m"));
});

test("a mark that changes is drawn anew", (t) => {
  const own = said(2, "alice", "short");
  t.deepEqual(rows(own, 40), ["12:00 alice short ✓"]);
  t.deepEqual(rows(own, 40, { delivered: 2 }), ["12:00 alice short ✓✓"]);
});

test("a log that changes its width is wrapped anew", (t) => {
  const long = said(2, "bob", "one two three four five six seven eight");
  t.is(rows(long, 40).length, 2);
  t.is(rows(long, 80).length, 1);
  t.is(rows(long, 40).length, 2);
});

test("the line stands above the first message after what was read, only there", (t) => {
  const messages = [said(1, "bob", "a"), said(3, "bob", "b"), said(4, "bob", "c")];
  const shown = { ...newConversation("bob"), messages, lineAfter: 2 };
  const lines = messages.map((_, index) => block(shown, index, 40, "alice").map(plain).join("\n"));
  t.deepEqual(
    lines.map((text) => text.includes("─ new ─")),
    [false, true, false],
  );
  t.is(lines[1]?.split("\n")[0]?.length, 40);
});

test("each day and the start of what is held have a line", (t) => {
  const messages = [
    said(1, "bob", "a"),
    said(2, "bob", "b", { time: noon + 1000 }),
    said(3, "bob", "c", { time: noon + 12 * 3_600_000 }),
  ];
  const shown = { ...newConversation("bob"), messages };
  const lines = messages.map((_, index) => block(shown, index, 40, "alice").map(plain).join("\n"));
  t.regex(lines[0] ?? "", /── Monday, 23 November 2026 ──/);
  t.notRegex(lines[1] ?? "", /─/);
  t.regex(lines[2] ?? "", /── Tuesday, 24 November 2026 ──/);
});

test("that older messages were removed is a line like the others, beside the contacts at 80x24, too", (t) => {
  const shown: Conversation = {
    ...newConversation("bob"),
    messages: [said(5, "bob", "a")],
    removed: 4,
    history: { state: "complete" },
  };
  const lineAt = (columns: number): string => plain(block(shown, 0, columns, "alice")[0] ?? "");
  t.is(lineAt(57), "── older ones were removed by this server's retention ───");
  t.is(lineAt(55), `${"─".repeat(17)} older ones removed ${"─".repeat(18)}`);
  t.is(lineAt(20), " older ones removed ");
});

test("a name has its colour wherever it's written, in any case", (t) => {
  const colour = (name: string): string | undefined => {
    const shown = { ...newConversation("everyone"), messages: [said(1, name, "x")] };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a style
    return /\x1b\[(38;2;[\d;]+)m\w+/.exec(block(shown, 0, 40, "alice").at(-1)?.split(" ")[1] ?? "")?.[1];
  };
  t.truthy(colour("bob"));
  t.is(colour("bob"), colour("BOB"));
  t.true(new Set(["bob", "carol", "dave", "erin", "frank"].map(colour)).size > 2);
});

test("a time that is none doesn't break anything", (t) => {
  t.notThrows(() => rows(said(2, "bob", "x", { time: Number.MAX_SAFE_INTEGER }), 40));
});
