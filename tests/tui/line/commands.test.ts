/** Typed lines: messages, commands and what they say. */
import test from "ava";
import { ChatError } from "../../../protocol/index.ts";
import { commands } from "../../../tui/state/commands.ts";
import { keyOf, noon } from "../state/play.ts";
import { aliceInLines } from "./play.ts";

test("a line is a message to whom the prompt names", (t) => {
  const play = aliceInLines().line("hello", "/w bob", "psst", "//w is a command");
  t.deepEqual(
    play.taken().filter((effect) => effect.do === "send"),
    [
      { do: "send", conversation: "everyone", text: "hello" },
      { do: "send", conversation: "bob", text: "psst" },
      { do: "send", conversation: "bob", text: "/w is a command" },
    ],
  );
});

test("a mistyped command is never sent", (t) => {
  const play = aliceInLines().line(" /wisper bob hi");
  t.deepEqual(play.taken(), []);
  t.deepEqual(play.told(), [
    {
      kind: "error",
      text: "There is no command /wisper. Did you mean /whisper? // at the start sends a line that starts with a slash.",
    },
  ]);
});

test("a line that can't be sent leaves no draft, and one that the screen has left stays", (t) => {
  const play = aliceInLines().type("a draft of the screen");
  play.line("x".repeat(5000));
  t.regex(play.said()[0] ?? "", /^This has 5,000 characters, .*shorten it by 904/);
  t.is(play.draft, "a draft of the screen");
  play.line("fine");
  t.is(play.draft, "a draft of the screen");
});

test("tabs become blanks, as in a paste", (t) => {
  t.deepEqual(aliceInLines().line("a\tb").taken(), [
    { do: "send", conversation: "everyone", text: "a    b" },
  ]);
});

test("a list is said as its pages come, with its title once", (t) => {
  const play = aliceInLines().line("/online");
  t.deepEqual(play.said(), []);
  play.answer("online", {}, { total: 2, accounts: [{ name: "bob", since: noon - 60_000 }], next: "p" });
  t.deepEqual(play.said(), ["Online now:", "bob, since 11:59, 1 min"]);
  play.answer("online", { page: "p" }, { total: 2, accounts: [{ name: "Carol", since: noon - 5000 }] });
  t.deepEqual(play.said(), ["Carol, since 11:59, 5 s"]);
  play.line("/blocked").answer("blocked", {}, { accounts: [] });
  t.deepEqual(play.said(), ["Blocked by you:", "Nobody."]);
  play.line("/online").answer("online", {}, { total: 1, accounts: [{ name: "bob", since: noon - 60_000 }] });
  t.deepEqual(play.said(), ["Online now:", "bob, since 11:59, 1 min"]);
});

test("a block says what it does and how to undo it", (t) => {
  const play = aliceInLines()
    .line("/block bob")
    .answer("block", { name: "bob" }, { name: "bob", changed: true });
  t.regex(play.said().join("\n"), /bob is blocked\. To undo it: \/unblock bob\. Whispers are refused/);
});

test("the help lists every command but those of the full screen, and those of line mode", (t) => {
  const said = aliceInLines().line("/help").said();
  for (const { name, onScreen } of commands) {
    t.is(
      said.some((line) => line.startsWith(`/${name}`)),
      !onScreen,
      name,
    );
  }
  t.true(said.some((line) => line.startsWith("/older:")));
});

test("/takeback takes back the last message that waits", (t) => {
  const play = aliceInLines().line("/takeback");
  t.deepEqual(play.said(), ["Nothing waits, and nothing was refused."]);
  for (const [number, text] of ["one", "two"].entries())
    play.do({ type: "queued", message: { key: keyOf(number), conversation: "everyone", text } });
  t.deepEqual(play.line("/takeback").taken(), [{ do: "cancel", key: keyOf(1) }]);
  play.do({ type: "cancelled", key: keyOf(1), perhapsSent: false });
  t.deepEqual(play.said(), ["Taken back. It was never sent."]);
  play.line("/outbox");
  t.deepEqual(play.said(), ["To everyone, 0 s ago, waits, in memory only: one"]);
});

test("a command that only the full screen has says so, and what there is instead", (t) => {
  const play = aliceInLines().line("/mouse", "/sidebar", "/browse");
  t.deepEqual(play.taken(), []);
  t.deepEqual(play.told(), [
    { kind: "error", text: "The mouse is the terminal's here anyway: drag to select text." },
    {
      kind: "error",
      text: "No contacts are shown beside the lines: /online says who is here, /next goes where something is unread.",
    },
    {
      kind: "error",
      text: "There are no messages to move through: /search gives their numbers, for /around and /info.",
    },
  ]);
});

test("a request that is refused says why, and nothing is under way any more", (t) => {
  const play = aliceInLines().line("/block bob");
  t.is(play.lines.asked, 1);
  play.refuse("block", { name: "bob" }, "No disk.");
  t.is(play.lines.asked, 0);
  t.deepEqual(play.told(), [{ kind: "error", text: "No disk." }]);
});

test("a server that can't store now is told of, as something that isn't lost", (t) => {
  const play = aliceInLines().hear({
    kind: "send",
    key: "",
    send: { state: "delayed", error: new ChatError("unavailable") },
  });
  t.regex(play.said()[0] ?? "", /Your message waits and is sent again\.$/);
});
