/** What others send can neither break the screen nor do anything else to the terminal. */
import test, { type ExecutionContext } from "ava";
import { protocolVersion } from "../../protocol/index.ts";
import { foreignInOutput } from "../tui/view/sequences.ts";
import { join, keys, log, password, startClient, startServer } from "./chat.ts";
import { type Answers, fakeServer, rawClient } from "./raw.ts";
import type { TestTerminal } from "./terminal.ts";

const key = (number: number): string => String(number).padStart(26, "0");

/** All that has ever reached the terminal is drawing: moves, styles, erasing, and the modes of full screen. */
function isHarmless(t: ExecutionContext, terminal: TestTerminal): void {
  t.is(foreignInOutput(terminal.output().toString()), undefined);
  t.regex(terminal.title, /^(?:\(\d+!?\) )?(?:alice @ )?127\.0\.0\.1:\d+ – chat-tui$/);
}

/** The border of the contacts is one straight line, and the bar is where it belongs. */
function isIntact(t: ExecutionContext, terminal: TestTerminal): void {
  for (let row = 0; row < 23; row++) t.is(terminal.cell(21, row).chars, "│", `row ${row}`);
  t.regex(terminal.row(23), /^ alice (?:@ 127\.0\.0\.1:\d+ )?· /);
  t.true(terminal.cell(79, 23).inverse);
}

const nasty: readonly string[] = [
  "zero\u200bwidth \u200f\u200e marks",
  `tower e${"\u0301".repeat(300)} of marks`,
  "lines\u2028and\u2029paragraphs",
  "family 👩‍👩‍👧 flag 🇩🇪 tags 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} end",
  `${"👩‍👩‍👧".repeat(80)} wide`,
  `${"ﷺ".repeat(60)} long`,
  "\ufdfd \u1242b\u12031 𒐫𒈙⸻꧅".repeat(3),
  "مرحبا بالعالم שלום עולם",
  `${"x".repeat(4000)} end`,
  "\n".repeat(50),
];

test("a client that sends all that the server lets through leaves the screen intact", async (t) => {
  const { port } = await startServer(t);
  const alice = await join(t, port, "alice");
  const mallory = await rawClient(t, port, "mallory");
  await alice.waitFor("● mallory");
  for (const [index, text] of nasty.entries()) {
    t.truthy(
      (await mallory.ask("broadcast", { text, key: key(index) })).result,
      JSON.stringify(text.slice(0, 40)),
    );
    await mallory.ask("broadcast", { text: `done ${index}`, key: key(100 + index) });
    // Where both come at once the log stops at the first of them.
    await alice.waitFor(new RegExp(`mallory done ${index}$|new · End`, "m"));
    alice.write(keys.ctrlEnd);
    await alice.waitFor(new RegExp(`mallory done ${index}$`, "m"));
    isIntact(t, alice);
  }
  isHarmless(t, alice);
});

test("a server refuses texts with control characters", async (t) => {
  const { port } = await startServer(t);
  const mallory = await rawClient(t, port, "mallory");
  for (const text of ["\x1b]0;owned\x07", "\x07", "a\u009bb", "\u202eabc", "tab\there", "line\r\nend"]) {
    const { error } = await mallory.ask("broadcast", { text, key: key(1) });
    t.like(error, { code: "bad_text" }, JSON.stringify(text));
  }
});

const attack = "\x1b[95m\x1b]0;owned\x07\x1b[2J\x1b[H\x1b[?1049l\x1bc\u009b31m\x07\u202e";
const now = (): number => Date.now();

/** Lets anyone in, and puts an attack wherever there is room for words. */
const evil: Answers = {
  hello: () => ({
    result: {
      version: protocolVersion,
      server: `evil${attack}`,
      time: now(),
      limits: {},
      features: [attack],
    },
  }),
  login: () => ({ result: { name: `alice${attack}`, since: now(), token: attack } }),
  ping: () => ({ result: { time: now() } }),
  contacts: () => ({
    result: {
      accounts: [
        { name: `bob${attack}`, online: true, since: now() },
        { name: "你".repeat(60), online: true, since: Number.MAX_SAFE_INTEGER },
      ],
    },
  }),
  blocked: () => ({ result: { accounts: [] } }),
  conversations: () => ({ result: { conversations: [] } }),
  history: () => ({
    result: {
      conversation: "everyone",
      messages: [{ number: 1, from: `bob${attack}`, text: `hello${attack} there`, time: now(), key: key(1) }],
    },
  }),
  online: () => ({ result: { total: 1, accounts: [{ name: `zed${attack}`, since: 0 }] } }),
  recent: () => ({ error: { code: "brand_new", text: `no such thing${attack}` } }),
  broadcast: () => ({ error: { code: "brand_new", text: `not today${attack}` } }),
};

async function loginTo(t: ExecutionContext, port: number): Promise<TestTerminal> {
  const terminal = await startClient(t, port);
  terminal.write(`alice${keys.tab}${password}${keys.enter}`);
  await terminal.waitFor("to everyone>");
  return terminal;
}

test("a hostile server's names, texts and errors leave the screen intact", async (t) => {
  const server = await fakeServer(t, evil);
  const alice = await loginTo(t, server.port);
  await alice.waitFor(/bob hello there ⚠ stripped$/m);
  isIntact(t, alice);
  alice.write(keys.f2);
  await alice.waitFor("● zed");
  isIntact(t, alice);
  alice.write(keys.f3);
  await alice.waitFor("no such thing");
  alice.write(`hi${keys.enter}`);
  await alice.waitFor(/not sent: not today/);
  server.event({ event: "joined", name: `new${attack}`, time: 1 });
  server.event({ event: "posted", conversation: `bob${attack}`, messages: [messageFrom(`bob${attack}`)] });
  await alice.waitFor(/bob +1 │/);
  isIntact(t, alice);
  server.event({ event: "closing", code: "shutting_down", text: `bye${attack}`, retryAfterMs: 60_000 });
  await alice.waitFor("OFFLINE");
  isIntact(t, alice);
  isHarmless(t, alice);
});

function messageFrom(from: string): object {
  return { number: 1, from, text: attack, time: 1, key: key(2) };
}

test("a session that a hostile server ends leaves the form intact", async (t) => {
  const server = await fakeServer(t, {
    ...evil,
    login: ({ takeover }) =>
      takeover
        ? { error: { code: "brand_new", text: `go away${attack}` } }
        : { error: { code: "already_online", text: "", detail: { since: 0, address: `there${attack}` } } },
  });
  const alice = await startClient(t, server.port);
  alice.write(`alice${keys.tab}${password}${keys.enter}`);
  await alice.waitFor(/already from there, since/);
  alice.write(keys.enter);
  await alice.waitFor("go away");
  isHarmless(t, alice);
});

const malformed: ReadonlyArray<readonly [what: string, bytes: Buffer]> = [
  ["a frame over the limit", Buffer.from([0x7f, 0xff, 0xff, 0xff])],
  ["a frame that holds no map", Buffer.from([0, 0, 0, 1, 0x2a])],
  ["bytes that are no MessagePack", Buffer.from([0, 0, 0, 3, 0xc1, 0xc1, 0xc1])],
  ["another protocol", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n\x1b]0;owned\x07")],
];

for (const [what, bytes] of malformed) {
  test(`${what} ends the connection and says so, and the client lives on`, async (t) => {
    const server = await fakeServer(t, evil);
    const alice = await loginTo(t, server.port);
    await alice.waitFor(/bob hello there ⚠ stripped$/m);
    server.send(bytes);
    await alice.waitFor("OFFLINE · That doesn't look like a chat server.");
    alice.write("typing goes on");
    await alice.waitFor("to everyone> typing goes on");
    t.regex(log(alice).join("\n"), /bob hello there/);
    isHarmless(t, alice);
  });
}

test("an event of the wrong shape is no crash either", async (t) => {
  const server = await fakeServer(t, evil);
  const alice = await loginTo(t, server.port);
  server.event({ event: "posted", conversation: 7, messages: "what" });
  await alice.waitFor("OFFLINE · That doesn't look like a chat server.");
  isHarmless(t, alice);
});
