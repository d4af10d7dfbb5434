/** The main screen: header, contacts, prompt, notices, panels. */
import test from "ava";
import { bold, underline } from "../../../tui/style.ts";
import { aliceAmongOthers, message, messages, noon, type Play, summary } from "../state/play.ts";
import { drawn, screenOf } from "./screens.ts";

const row = (play: Play, index: number): string => screenOf(play.state).at(index) ?? "";
const text = (play: Play): string => screenOf(play.state).join("\n");

test("contacts show who is online by their marks, unread counts and drafts", (t) => {
  const play = aliceAmongOthers().press("alt+2").type("half").press("f9");
  play
    .posted("Carol", message(1, "Carol"))
    .answer("blocked", {}, { accounts: [{ name: "dave", since: noon }] });
  t.deepEqual(
    screenOf(play.state)
      .slice(0, 4)
      .map((shown) => shown.slice(0, 22)),
    ["#▸everyone           │", "● Carol            1 │", "● bob              ✎ │", "x dave               │"],
  );
});

test("without a session nobody is said to be online or offline", (t) => {
  const play = aliceAmongOthers();
  const presence = (): string =>
    screenOf(play.state)
      .slice(1, 4)
      .map((shown) => shown[0])
      .join("");
  t.is(presence(), "●●○");
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  t.is(presence(), "   ");
  play.sessionIn("alice").answer("contacts", {}, { accounts: [{ name: "bob", online: false }] });
  t.true(screenOf(play.state).some((shown) => shown.startsWith("○ bob")));
});

test("which conversation is shown is told by a mark, and by one only", (t) => {
  const play = aliceAmongOthers({ size: { columns: 120, rows: 40 } });
  const marked = (): string[] => screenOf(play.state).flatMap((shown) => /^.▸\S+/.exec(shown)?.[0] ?? []);
  t.deepEqual(marked(), ["#▸everyone"]);
  play.press("alt+2");
  t.deepEqual(marked(), ["●▸bob"]);
  play.press("f9").posted("bob", message(1, "bob"));
  t.deepEqual(marked(), ["#▸everyone"]);
});

test("mentions among what is unread are counted beside it", (t) => {
  const play = aliceAmongOthers().press("alt+2");
  play.posted("everyone", message(1, "bob", "hello")).posted("everyone", message(2, "bob", "@alice hello"));
  t.regex(row(play, 0), /^# everyone +@1 2 │/);
});

test("a thousand unread messages keep their column", (t) => {
  const play = aliceAmongOthers().summaries(
    summary("bob", { last: 5000, received: 5000, unread: 1000, time: noon }),
  );
  t.regex(row(play, 1), /^● bob {11}999\+ │/);
});

test("a long list of contacts scrolls with the conversation that is shown", (t) => {
  const play = aliceAmongOthers();
  const accounts = Array.from({ length: 60 }, (_, index) => ({ name: `user${index + 10}`, online: false }));
  play.answer("contacts", {}, { accounts }).press("ctrl+p");
  t.true(screenOf(play.state).some((shown) => shown.includes(`○▸${play.current.name}`)));
  t.notRegex(text(play), /#.everyone/);
});

test("the header says with whom, and whether they are here", (t) => {
  const play = aliceAmongOthers();
  t.regex(row(play, 0), /│ everyone · 4 accounts$/);
  t.regex(row(play.press("alt+2"), 0), /│ bob only · online since 11:59$/);
  t.regex(row(play.press("alt+4"), 0), /│ dave only · last seen Sunday, 22 November 2026, 12:00$/);
  play.answer("block", { name: "dave" }, { name: "dave", changed: true });
  t.regex(row(play, 0), /│ dave only · blocked by you$/);
});

test("without a connection nobody is said to be online now", (t) => {
  const play = aliceAmongOthers().press("alt+2");
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  t.regex(row(play, 0), /│ bob only · was online$/);
});

test("who is alone reads what others have to type, on this machine and elsewhere", (t) => {
  const alone = (server: string): string => {
    const play = aliceAmongOthers().answer("contacts", {}, { accounts: [] });
    const chat = { ...play.chat, contacts: new Map() };
    return screenOf({ ...play.state, server, screen: chat })
      .map((shown) => shown.split("│ ").at(-1))
      .join(" ");
  };
  const here = alone("127.0.0.1:2000");
  t.regex(here, /On this machine they join with: npx chat-tui --port 2000 The line for other machines is/);
  t.notRegex(here, /--host/);
  t.regex(alone("chat.example:2000"), /They join with: npx chat-tui --host chat\.example --port 2000/);
});

test("the header counts what is below the edge", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") });
  t.notRegex(row(play, 0), /below/);
  play.press("pageup").posted("everyone", message(101, "bob"));
  t.regex(row(play, 0), /↓ 21 below$/);
  t.notRegex(row(play.press("ctrl+end"), 0), /below/);
});

test("what has come below the edge is counted on it, with the key that goes there", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 100, "bob") }).press("pageup");
  const edge = (): string => row(play, -3);
  const before = screenOf(play.state).slice(1, -3);
  t.notRegex(edge(), /new/);
  play.posted("everyone", message(101, "bob")).posted("everyone", message(102, "bob"));
  t.regex(edge(), /↓ 2 new · End$/);
  t.is(edge().length, 79);
  t.deepEqual(screenOf(play.state).slice(1, -3), before);
  play.type("x");
  t.regex(edge(), /↓ 2 new · Ctrl-End$/);
  play.press("ctrl+end");
  t.notRegex(edge(), /new/);
});

test("a badge covers the end of a full row, in the smallest window, too", (t) => {
  const everyone = messages(1, 30, "bob").map((one) => ({ ...one, text: "x".repeat(500) }));
  const play = aliceAmongOthers({ size: { columns: 40, rows: 10 }, everyone }).press("pageup");
  play.posted("everyone", message(31, "bob"));
  t.regex(row(play, -3), /x ↓ 1 new · End$/);
});

test("the switcher shows matches, unread counts and the keys of commands", (t) => {
  const play = aliceAmongOthers().posted("dave", message(1, "dave", "hi"));
  t.regex(text(play.press("ctrl+g")), /│ ▸ dave +1 unread/);
  t.regex(text(play.type("/onl")), /\/online +who is online +F2$/m);
  t.true(drawn(play.state).inset?.rows.some((shown) => shown.includes(underline(bold("onl")).slice(0, -10))));
  t.regex(text(play.resize(40, 10)), /^▸ \/online +who is online +F2$/m);
});

test("commands whose key has another name show it, too", (t) => {
  const keyOfCommand = (command: string): string =>
    text(aliceAmongOthers().press("ctrl+g").type(command)).match(/^.*│ ▸ \/\S+ .* (\S+)$/m)?.[1] ?? "";
  t.deepEqual(["/next", "/search", "/edit"].map(keyOfCommand), ["Alt-A", "Ctrl-F", "Ctrl-E"]);
});

test("what a panel tells of its keys is not cut, but left out where it doesn't fit", (t) => {
  const play = aliceAmongOthers({ size: { columns: 40, rows: 10 } }).press("ctrl+g");
  t.is(row(play, -3), " Esc closes · Enter goes there");
  play.do({ type: "queued", message: { key: "a".repeat(26), conversation: "everyone", text: "a" } });
  play.press("escape", "alt+o");
  t.is(row(play, -3), " Esc closes · x takes back · e edits");
  play.press("escape", "ctrl+g").resize(20, 5);
  t.is(row(play, 0), "── Go to · @ people");
});

test("the prompt says in words who will read it, and the cursor follows", (t) => {
  const play = aliceAmongOthers().type("hi");
  t.regex(row(play, -2), /│ to everyone> hi$/);
  t.is(drawn(play.state).cursor?.row, 22);
  t.is(drawn(play.state).cursor?.column, row(play, -2).length);
  t.regex(row(play.press("alt+2"), -2), /│ to bob only>$/);
});

test("the input grows with what is typed, and leaves room for the log in a small window", (t) => {
  const play = aliceAmongOthers({ size: { columns: 40, rows: 10 }, everyone: messages(1, 20, "bob") });
  play.paste("1\n2\n3\n4\n5\n6\n7\n8");
  t.deepEqual(
    screenOf(play.state)
      .slice(-4, -1)
      .map((shown) => shown.trim()),
    ["to everyone> 6", "7", "8"],
  );
  t.regex(text(play), /text 20/);
  play.press("ctrl+a").type("/").press("enter");
  t.true(screenOf(play.state).some((shown) => shown.includes("text 20")));
});

test("a long notice takes three rows at most", (t) => {
  const play = aliceAmongOthers({ size: { columns: 40, rows: 10 }, everyone: messages(1, 20, "bob") });
  play.press("f2").refuse("online", {}, "word ".repeat(100));
  const rows = screenOf(play.state);
  t.is(rows.filter((shown) => shown.includes("word")).length, 3);
  t.true(rows.some((shown) => shown.includes("text 20")));
  t.regex(row(play, -2), /^to everyone>$/);
});

test("the contacts hide where there is no room, and by F7", (t) => {
  const play = aliceAmongOthers();
  t.true(text(play.resize(60, 24)).includes("│"));
  t.false(text(play.resize(59, 24)).includes("│"));
  t.false(text(play.resize(80, 24).press("f7")).includes("│"));
});

test("below 20x5 the screen only says that it needs more room", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 20, "bob") });
  for (const [columns, rows] of [
    [19, 24],
    [80, 4],
    [19, 4],
  ] as const) {
    const shown = text(play.resize(columns, rows)).replace(/\s+/g, " ");
    t.regex(shown, new RegExp(`^This window has ${columns}x${rows}; 20x5 is needed`));
    t.is(drawn(play.state).cursor, undefined);
  }
  t.notThrows(() => drawn(play.resize(1, 1).state));
  t.notThrows(() => drawn(play.resize(0, 0).state));
  t.regex(text(play.resize(20, 5)), /text 20/);
});

test("an empty conversation says who will read what is written there", (t) => {
  t.regex(text(aliceAmongOthers()), /What you write here goes to everyone/);
  const play = aliceAmongOthers().press("alt+2");
  play.history("bob", []);
  t.regex(text(play), /goes to bob only/);
});

test("help lists every key and command, at any width", (t) => {
  for (const columns of [20, 40, 80, 120]) {
    const play = aliceAmongOthers({ size: { columns, rows: 24 } }).press("f1");
    const pages: string[] = [];
    for (let page = 0; page < 60; page++) {
      pages.push(text(play));
      play.press("pagedown");
    }
    for (const words of [
      "Ctrl-J",
      "Ctrl-N",
      "F9",
      "/whisper",
      "/quit",
      "Alt-1 … 9",
      "**text**",
      "⚠ stripped",
      "✓✓",
    ]) {
      t.true(
        pages.some((page) => page.includes(words)),
        `${words} at ${columns}`,
      );
    }
    t.true(pages.every((page) => page.includes("Esc closes")));
  }
});

test("among the messages help begins with the keys that hold there", (t) => {
  t.regex(row(aliceAmongOthers().press("f1"), 2), /│ +Finding your way$/);
  const play = aliceAmongOthers({ everyone: [message(1, "bob")] }).press("escape", "f1");
  t.regex(row(play, 2), /│ +Among the messages/);
});

test("lists tell who, since when and for how long", (t) => {
  const play = aliceAmongOthers().press("f2");
  t.regex(text(play), /Online now ─.*\n.*…/);
  play.answer("online", {}, { total: 2, accounts: [{ name: "bob", since: noon - 61_000 }] });
  t.regex(text(play), /Online now: 1 ─/);
  t.regex(text(play), /● bob {2}since 11:58, 1 min/);
  play.press("f3").answer(
    "recent",
    {},
    {
      accounts: [
        { name: "bob", time: noon - 5000, online: true },
        { name: "dave", time: noon - 600_000, online: false },
      ],
    },
  );
  t.regex(text(play), /● bob .* 5 s ago, still here/);
  t.regex(text(play), /○ dave .* 10 min ago, has left/);
  play.press("f4").answer("blocked", {}, { accounts: [] });
  t.regex(text(play), /Blocked by you: 0 ─.*\n.*Nobody\./);
});
