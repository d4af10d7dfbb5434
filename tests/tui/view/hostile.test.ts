/** Whatever a server or a person sends, only our own sequences reach the terminal. */
import test from "ava";
import fc from "fast-check";
import { ChatError } from "../../../protocol/index.ts";
import { textWidth } from "../../../tui/text/width.ts";
import { plain } from "../log/rows.ts";
import { aliceAmongOthers, connected, message, noon, Play } from "../state/play.ts";
import { start, steps } from "../state/random.ts";
import { bytesOf, drawn, screenOf } from "./screens.ts";
import { foreignInFrame } from "./sequences.ts";
import { isSound } from "./sound.ts";

const attacks = [
  "\x1b]0;owned\x07",
  "\x1b]2;owned\x1b\\",
  "\x1b]52;c;ZXZpbA==\x07",
  "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\",
  "\x1b]8;id=1.2;https://evil.example/\x1b\\link",
  "https://evil.example/\x1b]8;;\x1b\\\x07",
  "https://evil.example/\u202egpj.exe https://x.example/\u009d52;c;x\u009c mailto:a@b.example?\x1b\\",
  "https://[::1]/;a;b `\x1b[1m` **\x1b]0;x\x07** @alice\x1b[7m",
  "שלום\u2069\u2067 \u202e عالم \u2066",
  "\x1b]9;notify\x07",
  "\x1b]777;notify;a;b\x1b\\",
  "\x1b[2J\x1b[H",
  "\x1b[?1049l",
  "\x1b[?1000h",
  "\x1b[95mpink",
  "\x1b[48;5;200;5mon pink",
  "\x1b[38;2;1;2;3mrgb",
  "\x1b[6n",
  "\x1b[c",
  "\x1b[5i",
  "\x1b[20t",
  "\x1bc",
  "\x1b(0",
  "\x1bP$qm\x1b\\",
  "\x1b_G...\x1b\\",
  "\x1b^x\x1b\\",
  "\u009b31m",
  "\u009d0;owned\u009c",
  "\u0090q\u009c",
  "\x07\x07\x08\x08\x0e\x0f\x05",
  "\r\x0b\x0c\x7f\x00\x1a",
  "\u202eesrever\u202c",
  "\u2066\u2067\u2068\u2069",
  "\u200b\u2028\u2029\ufeff",
  "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b",
  "\ud800",
  "\x1b",
  "\x1b[",
  "\x1b]0;without end",
  "x".repeat(64),
  "你".repeat(64),
];

const piece = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ maxLength: 10 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const text = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
const name = fc.oneof(
  fc.constantFrom("bob", "Carol"),
  text.map((all) => all.slice(0, 64)),
);

test("of no screen anything but our own sequences reaches the terminal", (t) => {
  fc.assert(
    fc.property(start, steps({ name, text }), (play, all) => {
      for (const step of all) {
        step(play);
        t.is(foreignInFrame(bytesOf(play.state)), undefined);
      }
      isSound(t, play.state);
    }),
    { numRuns: 150 },
  );
});

test("every attack in every place leaves the words around it", (t) => {
  for (const attack of attacks) {
    const play = aliceAmongOthers({ size: { columns: 100, rows: 30 } });
    play.posted("everyone", message(1, "bob", `before${attack}\nafter`));
    t.true(
      screenOf(play.state).some((row) => /after( ⚠ stripped)?$/.test(row)),
      JSON.stringify(attack),
    );
    play.event({ event: "joined", name: `ann${attack}`, time: noon });
    play.press("f2").answer("online", {}, { total: 1, accounts: [{ name: `zed${attack}`, since: noon }] });
    const panel = screenOf(play.state).join("\n");
    t.regex(panel, /○ ann/);
    t.regex(panel, /● zed/);
    t.is(foreignInFrame(bytesOf(play.state)), undefined);
  }
});

test("the words of a closing and of an error are made safe, too", (t) => {
  for (const attack of attacks) {
    const play = new Play({ columns: 100, rows: 30 });
    const reason = { kind: "closing", code: "internal", text: `sorry ${attack}` } as const;
    play.connection({ state: "waiting", reason, retryAt: noon + 5000 });
    t.regex(screenOf(play.state).join("\n"), /sorry/);
    t.is(foreignInFrame(bytesOf(play.state)), undefined);
    play.connection({ state: "stopped", reason });
    t.is(foreignInFrame(bytesOf(play.state)), undefined);
  }
});

test("no words of a server reach the login form as they are", (t) => {
  for (const attack of attacks) {
    const error = new ChatError("internal");
    error.message = `sorry ${attack}`;
    const play = new Play({ columns: 100, rows: 30 }).do({ type: "loginRefused", error });
    t.regex(screenOf(play.state).join("\n"), /sorry/);
    t.is(foreignInFrame(bytesOf(play.state)), undefined);
  }
});

test("no name of a server's choosing reaches the prompt, the header and the bar as it is", (t) => {
  for (const attack of attacks) {
    const play = new Play({ columns: 100, rows: 30 }).connection(connected).sessionIn(`al${attack}`);
    play.posted(`bo${attack}`, message(1, `bo${attack}`));
    play.event({ event: "joined", name: `bo${attack}`, time: noon }).press("ctrl+n");
    t.is(foreignInFrame(bytesOf(play.state)), undefined);
    t.regex(screenOf(play.state).join("\n"), /text 1$.*to bo.* only>/ms);
    t.regex(screenOf(play.state).at(-1) ?? "", /^ al/);
    isSound(t, play.state);
  }
});

test("a name stays within its column", (t) => {
  for (const name of ["你".repeat(60), "x".repeat(64), "👩‍👩‍👧".repeat(20)]) {
    const play = aliceAmongOthers().event({ event: "joined", name, time: noon });
    const columns = drawn(play.state)
      .rows.slice(0, -1)
      .map((row) => textWidth(plain(row).split("│")[0] ?? ""));
    t.is(new Set(columns).size, 1, name);
  }
});
