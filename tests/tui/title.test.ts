import test from "ava";
import { initialSettings, type Settings } from "../../tui/state/settings.ts";
import { titleOf } from "../../tui/title.ts";
import { aliceAmongOthers, message, messages, Play } from "./state/play.ts";

test("the title says who and where", (t) => {
  t.is(titleOf(new Play().state), "127.0.0.1:2000 – chat-tui");
  t.is(titleOf(aliceAmongOthers().state), "alice @ 127.0.0.1:2000 – chat-tui");
});

test("it counts what is unread, and marks whispers and mentions", (t) => {
  const play = aliceAmongOthers().focus(false).posted("everyone", message(1, "bob"));
  t.regex(titleOf(play.state), /^\(1\) alice @ /);
  t.regex(titleOf(play.posted("everyone", message(2, "bob", "@alice")).state), /^\(2!\) alice/);
  const whispered = aliceAmongOthers().posted("bob", message(1, "bob"));
  t.regex(titleOf(whispered.state), /^\(1!\) alice/);
  t.regex(titleOf(whispered.press("alt+2").history("bob", [message(1, "bob")]).state), /^alice/);
});

test("a flood changes it only so often", (t) => {
  const play = aliceAmongOthers().press("alt+4").focus(false);
  for (const one of messages(1, 150, "bob")) play.posted("everyone", one);
  t.regex(titleOf(play.state), /^\(99\+\) alice/);
});

test("a conversation that tells of nothing isn't counted", (t) => {
  const settings = { ...initialSettings, "notify-in": { bob: "none" } as const };
  t.regex(titleOf(aliceAmongOthers({ settings }).posted("bob", message(1, "bob")).state), /^alice/);
});

test("neither is one that tells of nothing on this server only, while its namesake elsewhere does", (t) => {
  const titled = (levels: Settings["notify-in"]): string =>
    titleOf(
      aliceAmongOthers({ settings: { ...initialSettings, "notify-in": levels } }).posted(
        "bob",
        message(1, "bob"),
      ).state,
    );
  t.regex(titled({ "bob@127.0.0.1:2000": "none" }), /^alice/);
  t.regex(titled({ "bob@elsewhere:2000": "none" }), /^\(1!\) alice/);
  t.regex(titled({ bob: "none", "bob@127.0.0.1:2000": "all" }), /^\(1!\) alice/);
});
