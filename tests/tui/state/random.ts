/** Random lives of a client, for property tests: what a person does and what a server says, in any order. */
import fc from "fast-check";
import { ChatError, type Message } from "../../../protocol/index.ts";
import { commands } from "../../../tui/state/commands.ts";
import { keyGroups } from "../../../tui/state/keys.ts";
import { loginKeys } from "../../../tui/state/login-keys.ts";
import { sanitizeLine } from "../../../tui/text/sanitize.ts";
import { hardText } from "../text/samples.ts";
import { aliceAmongOthers, connected, keyOf, noon, Play, summary } from "./play.ts";

export type Step = (play: Play) => void;

const chords = [...keyGroups.flatMap(({ rows }) => rows), ...loginKeys].flatMap(({ keys }) => keys);

/** What may stand where a server puts words; a test of hostile text brings its own. */
export interface Words {
  readonly name: fc.Arbitrary<string>;
  readonly text: fc.Arbitrary<string>;
}

export const honest: Words = {
  name: fc.constantFrom("bob", "Carol", "dave", "bartholomew-the-20th", "erin"),
  text: fc.oneof(hardText, fc.constant("word ".repeat(100)), fc.constant("x".repeat(500))),
};

const size = fc.record({
  columns: fc.oneof(fc.integer({ min: 20, max: 130 }), fc.integer({ min: 1, max: 300 })),
  rows: fc.oneof(fc.integer({ min: 5, max: 45 }), fc.integer({ min: 1, max: 100 })),
});

/** Alice at the main screen, or somebody at the login form. */
export const start: fc.Arbitrary<Play> = fc
  .tuple(size, fc.boolean())
  .map(([window, isIn]) => (isIn ? aliceAmongOthers({ size: window }) : new Play(window)));

/** What the person does. */
const typing: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(...chords).map((key) => (play: Play) => void play.press(...key.split(" "))),
  // What begins a word that is completed, and what may follow.
  fc
    .constantFrom("/", "/w ", "@", " @b", " :", ":tada", ":ta", "`")
    .map((text) => (play: Play) => void play.type(text)),
  fc.constant((play: Play) => void play.do({ type: "emoji", emoji: new Map([["tada", "🎉"]]) })),
  hardText.map((text) => (play: Play) => void play.paste(text)),
  fc.tuple(fc.constantFrom(...commands.map(({ name }) => name)), fc.constantFrom("", " bob", " bob hi")).map(
    ([name, rest]) =>
      (play: Play) =>
        void play.press("ctrl+u").type(`/${name}${rest}`).press("enter"),
  ),
  size.map(
    ({ columns, rows }) =>
      (play: Play) =>
        void play.resize(columns, rows),
  ),
  fc
    .tuple(
      fc.constantFrom("press", "release", "wheelup", "wheeldown", "move"),
      fc.nat(140),
      fc.nat(50),
      fc.nat(3),
    )
    .map(
      ([action, x, y, button]) =>
        (play: Play) =>
          void play.mouse(action, x, y, button),
    ),
  fc.boolean().map((focused) => (play: Play) => void play.focus(focused)),
  fc.nat(100_000).map((ms) => (play: Play) => void play.wait(ms)),
);

/** What the server says. */
function saying({ name, text }: Words): fc.Arbitrary<Step> {
  const message: fc.Arbitrary<Message> = fc
    .record({ number: fc.integer({ min: 1, max: 60 }), from: fc.oneof(name, fc.constant("alice")), text })
    .map((all) => ({ ...all, time: noon + all.number * 7_000_000, key: keyOf(all.number) }));
  const room = fc.oneof(fc.constant("everyone"), name);
  const accounts = fc.array(fc.tuple(name, fc.boolean()), { maxLength: 30 });
  return fc.oneof(
    fc.tuple(room, fc.array(message, { minLength: 1, maxLength: 3 })).map(([where, all]) => (play: Play) => {
      play.posted(where, ...all.toSorted((a, b) => a.number - b.number));
    }),
    fc
      .tuple(room, fc.array(message, { maxLength: 30 }), fc.boolean())
      .map(([where, all, older]) => (play: Play) => {
        play.missed(
          where,
          all.toSorted((a, b) => a.number - b.number),
          older,
        );
      }),
    fc
      .tuple(room, fc.array(message, { maxLength: 30 }), fc.boolean())
      .map(([where, all, more]) => (play: Play) => {
        play.history(where, all, more ? { before: 5 } : {});
      }),
    fc.tuple(name, fc.boolean()).map(([who, online]) => (play: Play) => {
      play.event({ event: "presence", name: who, online, time: noon });
    }),
    accounts.map((all) => (play: Play) => {
      play.answer(
        "contacts",
        {},
        { accounts: all.map(([who, online]) => ({ name: who, online, since: noon })) },
      );
      play.answer(
        "recent",
        {},
        { accounts: all.map(([who, online]) => ({ name: who, online, time: noon })) },
      );
      play.answer("online", {}, { total: 1, accounts: all.map(([who]) => ({ name: who, since: noon })) });
      play.answer("blocked", {}, { accounts: all.slice(0, 3).map(([who]) => ({ name: who, since: noon })) });
    }),
    fc.tuple(room, fc.nat(2000)).map(([where, unread]) => (play: Play) => {
      play.summaries(summary(where, { last: 40, received: 40, unread, time: noon }));
    }),
    fc.tuple(name, fc.boolean()).map(([who, blocked]) => (play: Play) => {
      play.answer(blocked ? "block" : "unblock", { name: who }, { name: who, changed: true });
    }),
    fc.tuple(room, fc.nat(60)).map(([where, number]) => (play: Play) => {
      play.do({ type: "queued", message: { key: keyOf(number), conversation: where, text: "mine" } });
    }),
    fc.tuple(room, text).map(([where, why]) => (play: Play) => {
      const error = new ChatError("internal");
      error.message = why;
      play.do({ type: "queued", message: { key: keyOf(99), conversation: where, text: "mine" } });
      play.hear({ kind: "send", key: keyOf(99), send: { state: "refused", error } });
    }),
    text.map((why) => (play: Play) => void play.press("f2").refuse("online", {}, sanitizeLine(why))),
    fc.tuple(fc.nat(60), fc.boolean(), text).map(([number, stored, why]) => (play: Play) => {
      const error = new ChatError("internal");
      error.message = why;
      const send = stored
        ? ({ state: "stored", number: number + 1, time: noon } as const)
        : ({ state: "refused", error } as const);
      play.hear({ kind: "send", key: keyOf(number), send });
    }),
    text.map((why) => (play: Play) => {
      const reason = { kind: "closing", code: "internal", text: why } as const;
      play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
      play.connection({ state: "waiting", reason, retryAt: play.now + 5000 });
    }),
    fc.tuple(text, fc.boolean()).map(([why, lasting]) => (play: Play) => {
      const error = lasting ? new ChatError("locked", { retryAfter: 60 }) : new ChatError("internal");
      if (!lasting) error.message = why;
      play.do({ type: "loginRefused", error });
    }),
    fc.tuple(text, fc.nat(100_000)).map(([address, ago]) => (play: Play) => {
      play.do({
        type: "loginRefused",
        error: new ChatError("already_online", { since: noon - ago, address }),
      });
    }),
    text.map((address) => (play: Play) => void play.sessionOut({ kind: "taken over", address })),
    fc
      .oneof(fc.constant("alice"), name)
      .map((who) => (play: Play) => void play.connection(connected).sessionIn(who)),
    fc.nat(9000).map((ms) => (play: Play) => void play.hear({ kind: "roundTrip", ms })),
  );
}

export const steps = (words: Words = honest): fc.Arbitrary<Step[]> =>
  fc.array(fc.oneof(typing, saying(words)), { maxLength: 20 });
