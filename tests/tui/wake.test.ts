import test from "ava";
import { ChatError } from "../../protocol/index.ts";
import { nextWake } from "../../tui/wake.ts";
import { aliceAmongOthers, connected, keyOf, noon, Play } from "./state/play.ts";

const silence = { kind: "silence" } as const;

test("a screen that counts nothing never wakes", (t) => {
  t.is(nextWake(new Play().state), undefined);
  t.is(nextWake(aliceAmongOthers().state), undefined);
});

test("a countdown wakes with each of its seconds, and then no more", (t) => {
  const play = new Play().connection({ state: "waiting", reason: silence, retryAt: noon + 2500 });
  t.is(nextWake(play.state), 501);
  t.is(nextWake(play.wait(501).state), 1000);
  t.is(nextWake(play.wait(1000).state), 1000);
  t.is(nextWake(play.wait(1000).state), undefined);
});

test("a message that waits wakes when that is worth a word", (t) => {
  const play = aliceAmongOthers();
  t.is(nextWake(play.state), undefined);
  play.do({ type: "queued", message: { key: keyOf(1), conversation: "everyone", text: "x" } });
  t.is(nextWake(play.state), 1001);
  t.is(nextWake(play.wait(2000).state), undefined);
});

test("a lock is a countdown", (t) => {
  const play = new Play().connection(connected);
  play.do({ type: "loginRefused", error: new ChatError("locked", { retryAfter: 60 }) });
  t.is(nextWake(play.state), 1001);
});

test("of two countdowns the one that changes first wakes", (t) => {
  const play = new Play().do({ type: "loginRefused", error: new ChatError("locked", { retryAfter: 60 }) });
  play.connection({ state: "waiting", reason: silence, retryAt: noon + 5300 });
  t.is(nextWake(play.state), 301);
});
