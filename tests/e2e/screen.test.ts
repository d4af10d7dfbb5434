/** What is hard to draw, and what is hard on those who draw. */
import test from "ava";
import {
  inLog,
  join,
  keys,
  leave,
  log,
  logIn,
  lookAway,
  say,
  signUp,
  startClient,
  startServer,
} from "./chat.ts";
import { rawClient } from "./raw.ts";
import type { TestTerminal } from "./terminal.ts";

const key = (number: number): string => String(number).padStart(26, "0");

/** The screen without what changes by itself: how long answers take, and how much of the server's name fits beside it. */
const still = (terminal: TestTerminal): string[] =>
  terminal.screen().map((row) => row.replace(/@ ?\S+( ·)? \d+ ms/, "@ 0 ms").replace(/ +F1 help.*/, ""));

const ends = [
  [120, 40],
  [40, 10],
  [20, 5],
  [80, 24],
] as const;

test("a storm of resizes ends with the screen that a fresh client has", async (t) => {
  const { port } = await startServer(t);
  const carol = await rawClient(t, port, "carol");
  // All messages fit, so that both have read them all, in however few frames they came.
  const roomy = { columns: 100, rows: 40 };
  const stormy = await join(t, port, "anna", roomy);
  const beth = await join(t, port, "beth", roomy);
  for (let number = 1; number <= 20; number++) {
    await carol.ask("broadcast", {
      text: `message ${number} ${"word ".repeat(number)}end`,
      key: key(number),
    });
  }
  for (const reader of [stormy, beth]) await reader.waitFor("message 20");
  await leave(beth);
  for (const [columns, rows] of ends) {
    for (let step = 0; step < 40; step++) stormy.resize(10 + ((step * 37) % 140), 3 + ((step * 13) % 45));
    stormy.resize(columns, rows);
    const fresh = await startClient(t, port, { columns, rows });
    await logIn(fresh, "beth");
    // But for their names, both see the same.
    const seen = (terminal: TestTerminal): string =>
      still(terminal)
        .join("\n")
        .replace(/anna|beth/g, "name");
    const isSame = (): boolean => seen(stormy) === seen(fresh);
    await Promise.race([fresh.waitFor(isSame, "the same"), stormy.waitFor(isSame, "the same")]);
    t.regex(fresh.text(), /end/);
    await leave(fresh);
  }
});

test("a window that is back at its size before anyone looked is drawn anew", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  say(alice, "at the far end of a row: here");
  await alice.waitFor(/here ✓$/m);
  await alice.waitFor(/ ms · 1 online/);
  const before = still(alice);
  for (let count = 0; count < 5; count++) {
    alice.forget();
    alice.resize(40, 10);
    alice.resize(80, 24);
    await alice.waitFor(() => JSON.stringify(still(alice)) === JSON.stringify(before), "the same");
  }
  t.pass();
});

test("a paste of several lines goes into the input, and is sent as one message", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await alice.waitFor("● bob");
  alice.write("\x1b[200~first line\r\nsecond line\rthird line\x1b[201~");
  await alice.waitFor(/third line$/m);
  t.deepEqual(
    alice
      .screen()
      .slice(20, 23)
      .map((row) => row.slice(23).trim()),
    ["to everyone> first line", "second line", "third line"],
  );
  t.deepEqual(inLog(alice, /\w+ line$/), []);
  alice.write(keys.enter);
  await bob.waitFor("third line");
  t.deepEqual(inLog(bob, /\w+ line/), ["first line", "second line", "third line"]);
  await alice.waitFor(/third line ✓$/m);
});

const wide = ["👩‍👩‍👧", "❤️", "1️⃣", "🇩🇪", "你好", "👍🏽", "한국", "é", "ﷺ", "🏴‍☠️"];

for (const cells of ["graphemes", "characters"] as const) {
  test(`emoji and wide characters at the edge move nothing else, in a terminal that counts ${cells}`, async (t) => {
    const { port } = await startServer(t);
    const alice = await startClient(t, port, cells === "characters" ? { cells } : {});
    await signUp(alice, "alice");
    const bob = await rawClient(t, port, "bob");
    await alice.waitFor("● bob");
    let number = 0;
    for (const piece of wide) {
      for (const lead of ["", "x", "xx"]) {
        number++;
        await bob.ask("broadcast", { text: `m${number} ${lead}${piece.repeat(20)}`, key: key(number) });
        await alice.waitFor(`bob m${number} `);
        const where = `message ${number}, ${piece}`;
        for (let row = 0; row < 23; row++) t.is(alice.cell(21, row).chars, "│", `${where}, row ${row}`);
        t.regex(alice.row(1), /^● bob {16}│/, where);
        t.regex(alice.row(22), /^ {21}│ to everyone>$/, where);
        t.regex(alice.row(23), /^ alice @/, where);
      }
    }
  });
}

test("paging up loads older messages back to the first one; new ones don't move the log; End returns", async (t) => {
  const { port } = await startServer(t);
  const bob = await rawClient(t, port, "bob");
  for (let number = 1; number <= 300; number++) {
    await bob.ask("broadcast", { text: `n${number} `, key: key(number) });
  }
  const alice = await join(t, port, "alice");
  await alice.waitFor(/bob n300$/m);
  const seen = new Set(inLog(alice, /n\d+/));
  for (let page = 0; page < 60 && !seen.has("n1"); page++) {
    const before = alice.text();
    alice.write(keys.pageUp);
    await alice.waitFor(() => alice.text() !== before, "an older page");
    for (const one of inLog(alice, /n\d+/)) seen.add(one);
  }
  t.is(seen.size, 300);
  const top = log(alice);
  t.regex(top[0] ?? "", /^─+ \w+, \d+ \w+ \d+ ─+$/);
  t.regex(top[1] ?? "", /bob n1$/);
  t.regex(alice.row(0), /↓ \d+ below$/);
  const below = Number(/↓ (\d+) below/.exec(alice.row(0))?.[1]);
  await bob.ask("broadcast", { text: "something new", key: key(1000) });
  await alice.waitFor(`↓ ${below + 1} below`);
  await alice.waitFor(/↓ 1 new · End$/m);
  t.deepEqual(log(alice).slice(0, -1), top.slice(0, -1));
  await alice.waitFor(/#.everyone +1 │/);
  alice.write(keys.end);
  await alice.waitFor(/bob something new$/m);
  await alice.waitGone("below");
  await alice.waitGone(/#.everyone +1 │/);
});

test("a terminal that stalls holds up nothing, and shows the right screen afterwards", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await bob.waitFor("● alice");
  alice.stall();
  for (let number = 1; number <= 30; number++) say(bob, `/w alice n${number}`);
  await bob.waitFor(/bob n30 ✓✓$/m);
  alice.unstall();
  await alice.waitFor(/● bob +30 │/);
  alice.write(keys.tab);
  await alice.waitFor(/─ new ─+\n.* bob n1$/m);
  t.regex(alice.row(23), /^ alice @/);
});

test("what no frame has shown is unread: the log says so above, and a key and pages lead through it", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await bob.waitFor("● alice");
  alice.stall();
  // One frame waits to be taken; what comes after it is in none.
  say(alice, "is this on?");
  await bob.waitFor("is this on?");
  for (let number = 1; number <= 50; number++) say(bob, `n${number}`);
  say(bob, "/w alice that was all");
  await bob.waitFor(/that was all ✓✓$/m);
  alice.unstall();
  await alice.waitFor(/bob n50$/m);
  await alice.waitFor(/↑ 50 new · Alt-U$/m);
  t.regex(alice.text(), /^#.everyone +50 │/m);
  alice.write("\x1bu");
  await alice.waitFor(/─ new ─+\n.*▸alice is this on\? ✓\n.* bob n1$/m);
  const seen = new Set(inLog(alice, /n\d+/));
  t.false(seen.has("n50"));
  while (!seen.has("n50")) {
    const last = [...seen].at(-1);
    alice.write(keys.pageDown);
    await alice.waitFor(() => inLog(alice, /n\d+/).at(-1) !== last, `what comes after ${last}`);
    for (const one of inLog(alice, /n\d+/)) seen.add(one);
  }
  t.is(seen.size, 50);
  await alice.waitGone(/#.everyone +\d+ │/);
});

test("what nobody sees is unread: without the keyboard messages stay new", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const bob = await join(t, port, "bob");
  await bob.waitFor("● alice");
  await lookAway(alice);
  say(bob, "are you looking?");
  await alice.waitFor(/#.everyone +1 │/);
  t.regex(alice.text(), /─ new ─/);
  alice.write(keys.focusIn);
  await alice.waitGone(/#.everyone +1 │/);
  t.regex(alice.text(), /─ new ─/);
});
