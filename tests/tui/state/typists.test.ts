/** Who types: what others are told, and what is shown of them. */
import test from "ava";
import { nextWake } from "../../../tui/wake.ts";
import { screenOf } from "../view/screens.ts";
import { aliceAmongOthers, message, type Play } from "./play.ts";

const told = (play: Play): [string, boolean][] =>
  play
    .takenAll()
    .flatMap((effect): [string, boolean][] =>
      effect.do === "typing" ? [[effect.conversation, effect.typing]] : [],
    );

const bobTypes = (play: Play, conversation = "bob", typing = true): Play =>
  play.event({ event: "typing", conversation, name: "bob", typing });

const header = (play: Play): string => screenOf(play.state)[0] ?? "";

test("typing is told at once, again every three seconds while it goes on, and when it is over", (t) => {
  const play = aliceAmongOthers().type("h");
  t.deepEqual(told(play), [["everyone", true]]);
  play.type("e").wait(2999).type("l");
  t.deepEqual(told(play), []);
  play.wait(1).type("l");
  t.deepEqual(told(play), [["everyone", true]]);
  play.wait(60_000);
  t.deepEqual(told(play), []);
  play.type("o").press("enter");
  t.deepEqual(told(play), [
    ["everyone", true],
    ["everyone", false],
  ]);
});

test("a command is nobody's business, a message that begins with a slash is told", (t) => {
  t.deepEqual(told(aliceAmongOthers().type("/").type("w bob hi")), []);
  t.deepEqual(told(aliceAmongOthers().type(" /who")), []);
  t.deepEqual(told(aliceAmongOthers().type("//x")), [["everyone", true]]);
});

test("clearing the input or going elsewhere ends it, coming back is no typing", (t) => {
  const play = aliceAmongOthers().type("x");
  told(play);
  t.deepEqual(told(play.press("backspace")), [["everyone", false]]);
  play.type("y").press("alt+2");
  t.deepEqual(told(play), [
    ["everyone", true],
    ["everyone", false],
  ]);
  play.press("f9");
  t.deepEqual(told(play), []);
  t.deepEqual(told(play.type("z")), [["everyone", true]]);
});

test("what is typed into a panel is told to nobody", (t) => {
  t.deepEqual(told(aliceAmongOthers().press("ctrl+g").type("bob")), []);
});

test("by a setting, or without a session, nothing is told", (t) => {
  const play = aliceAmongOthers();
  play.state = { ...play.state, settings: { ...play.state.settings, typing: false } };
  t.deepEqual(told(play.type("x")), []);
  const away = aliceAmongOthers().type("x");
  told(away);
  away.hear({ kind: "session", session: { state: "interrupted", name: "alice" } }).type("y");
  t.deepEqual(told(away), []);
});

test("who types is said in the header and beside the name, in words", (t) => {
  const play = bobTypes(aliceAmongOthers());
  t.regex(screenOf(play.state).join("\n"), /^● bob +typing │/m);
  play.press("alt+2");
  t.regex(header(play), /bob only · typing …$/);
  t.notRegex(header(bobTypes(play, "bob", false)), /typing/);
});

test("who types to everyone is named, a crowd is counted", (t) => {
  const play = bobTypes(aliceAmongOthers(), "everyone");
  t.regex(header(play), /everyone · bob is typing …$/);
  play.event({ event: "typing", conversation: "everyone", name: "Carol", typing: true });
  t.regex(header(play), /bob and Carol are typing …$/);
  play.event({ event: "typing", conversation: "everyone", name: "dave", typing: true });
  t.regex(header(play), /3 people are typing …$/);
});

test("it ends with their message, when they leave, and by itself", (t) => {
  const typing = () => bobTypes(aliceAmongOthers(), "everyone");
  t.notRegex(header(typing().posted("everyone", message(1, "bob"))), /typing/);
  t.notRegex(header(typing().event({ event: "presence", name: "bob", online: false, time: 0 })), /typing/);
  const play = typing().wait(5999);
  t.regex(header(play), /typing/);
  t.is(nextWake(play.state), 2);
  t.notRegex(header(play.wait(2)), /typing/);
  t.is(nextWake(play.state), undefined);
});

test("a name that holds control characters is shown without them", (t) => {
  const play = aliceAmongOthers();
  play.event({ event: "typing", conversation: "everyone", name: "b\x1b[31mob\x07", typing: true });
  t.regex(header(play), /· bob is typing …$/);
});
