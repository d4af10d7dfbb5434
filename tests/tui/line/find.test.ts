/** Searching in lines, and messages by their numbers. */
import test from "ava";
import { message, messages } from "../state/play.ts";
import { aliceInLines, type LinePlay } from "./play.ts";

const apples = { conversation: "everyone", words: ["apples"] };

function found(play: LinePlay, first: number, last: number, before?: number): LinePlay {
  return play.answer("search", apples, {
    conversation: "everyone",
    messages: messages(first, last, "bob"),
    ...(before === undefined ? {} : { before }),
  });
}

test("what is found is told with number, time, who and text, the newest first and ten at a time", (t) => {
  const play = aliceInLines().line("/search apples");
  t.deepEqual(play.said(), []);
  found(play, 1, 25);
  t.deepEqual(play.said(), [
    "Found in what was said to everyone, the newest first:",
    ...Array.from({ length: 10 }, (_, index) => `#${25 - index} 12:00 bob: text ${25 - index}`),
    "/more tells more of it, /around NUMBER what was said before and after one.",
  ]);
  play.line("/more");
  t.is(play.said()[0], "#15 12:00 bob: text 15");
  play.line("/more");
  t.deepEqual(play.said(), [
    ...Array.from({ length: 5 }, (_, index) => `#${5 - index} 12:00 bob: text ${5 - index}`),
    "That is all. /around NUMBER tells what was said before and after one.",
  ]);
  t.deepEqual(play.line("/more").said(), ["That was all."]);
  t.deepEqual(play.taken().length, 1);
});

test("pages of the server are told as they come, and no more of them are asked for than are told", (t) => {
  const play = found(aliceInLines().line("/find apples"), 98, 99, 80);
  t.deepEqual(play.said().slice(1), ["#99 12:00 bob: text 99", "#98 12:00 bob: text 98"]);
  play.answer(
    "search",
    { ...apples, before: 80 },
    {
      conversation: "everyone",
      messages: messages(60, 79, "bob"),
      before: 60,
    },
  );
  const said = play.said();
  t.deepEqual([said[0], said.length], ["#79 12:00 bob: text 79", 9]);
  t.is(play.lines.asked, 0);
  t.is(play.taken().length, 2);
});

test("/mentions finds those of oneself", (t) => {
  const play = aliceInLines().line("/mentions");
  t.deepEqual(play.taken(), [
    { do: "ask", ask: { request: "search", params: { conversation: "everyone", mentions: true } } },
  ]);
});

test("a search that finds nothing, can't be read or can't be asked says so, and /search alone says how", (t) => {
  const play = aliceInLines().line("/search apples");
  play.answer("search", apples, { conversation: "everyone", messages: [] });
  t.deepEqual(play.told(), [{ kind: "note", text: "Nothing was found in what was said to everyone." }]);
  t.is(play.line("/search").told()[0]?.text, "/search finds:");
  t.deepEqual(play.line("/search from:nobody").told(), [
    { kind: "error", text: "There is no account called nobody." },
  ]);
  play.line("/search apples").refuse("search", apples, "No disk.");
  t.deepEqual(play.told(), [{ kind: "error", text: "No disk." }]);
  t.deepEqual(play.line("/w bob", "/more").said(), [
    "There is nothing found here that could go on. /search WORDS finds something.",
  ]);
  play.hear({ kind: "session", session: { state: "interrupted", name: "alice" } });
  play.said();
  t.deepEqual(play.line("/search apples").told(), [{ kind: "error", text: "Searching needs a connection." }]);
});

test("after a failure /more searches again", (t) => {
  const play = aliceInLines().line("/search apples").refuse("search", apples, "No disk.").line("/more");
  t.is(found(play, 1, 1).said().at(-2), "#1 12:00 bob: text 1");
});

test("/around tells five messages on either side, from wherever in the history", (t) => {
  const play = aliceInLines().line("/around #50");
  play.page("everyone", messages(1, 50, "bob"), { asked: { before: 51 } });
  t.deepEqual(play.said(), []);
  play.page("everyone", messages(51, 90, "bob"), { asked: { after: 50 }, after: 90 });
  t.deepEqual(play.said(), [
    "Around #50:",
    ...Array.from({ length: 11 }, (_, index) => `#${45 + index} 12:00 bob: text ${45 + index}`),
  ]);
  t.regex(play.line("/info 47").said().join("\n"), /^This message\.\nFrom: bob\n.*\nNumber: 47\n/s);
});

test("a number that isn't one, or that nothing has, is an error", (t) => {
  const play = aliceInLines().line("/around", "/around x", "/info y");
  t.deepEqual(play.said(), Array(3).fill("Which message? Give the number that /search tells."));
  play.line("/around 9");
  play.page("everyone", messages(1, 3, "bob"), { asked: { before: 10 } });
  play.page("everyone", [], { asked: { after: 9 } });
  t.deepEqual(play.told(), [{ kind: "error", text: "There is no message #9 here." }]);
  t.deepEqual(play.line("/info 77").said(), ["#77 has not been told here. /around 77 does."]);
});

test("/info alone is about the latest message, and knows what was found", (t) => {
  const play = aliceInLines().line("/info");
  t.deepEqual(play.said(), ["There is no message here yet."]);
  play.posted("everyone", message(3, "bob"));
  t.true(play.line("/info").said().includes("Number: 3"));
  found(play.line("/search apples"), 7, 7).said();
  t.true(play.line("/info 7").said().includes("Number: 7"));
});
