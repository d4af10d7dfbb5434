/** Whatever a server or a person sends, only our own sequences reach the terminal. */
import test from "ava";
import fc from "fast-check";
import { ChatError } from "../../../protocol/index.ts";
import { textWidth } from "../../../tui/text/width.ts";
import { plain } from "../log/rows.ts";
import { aliceAmongOthers, connected, message, noon, Play } from "../state/play.ts";
import { start, steps } from "../state/random.ts";
import { attacks, hostileText as text } from "./attacks.ts";
import { bytesOf, drawn, screenOf } from "./screens.ts";
import { foreignInFrame } from "./sequences.ts";
import { isSound } from "./sound.ts";

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
