import test from "ava";
import { notification } from "../../../tui/terminal/notification.ts";

const words = { title: "bob", text: "hi; there" } as const;

test("each kind has its bytes", (t) => {
  t.is(notification({ how: "off", ...words }, false), "");
  t.is(notification({ how: "bell", ...words }, false), "\x07");
  t.is(notification({ how: "osc9", ...words }, false), "\x1b]9;bob: hi; there\x1b\\");
  t.is(notification({ how: "osc777", ...words }, false), "\x1b]777;notify;bob;hi; there\x1b\\");
  t.is(
    notification({ how: "all", ...words }, false),
    "\x07\x1b]9;bob: hi; there\x1b\\\x1b]777;notify;bob;hi; there\x1b\\",
  );
});

test("tmux gets them wrapped, and the bell as it is", (t) => {
  t.is(
    notification({ how: "all", ...words }, true)
      .split("\x1b\x1b]")
      .join("|"),
    "\x07\x1bPtmux;|9;bob: hi; there\x1b\x1b\\\x1b\\\x1bPtmux;|777;notify;bob;hi; there\x1b\x1b\\\x1b\\",
  );
});

test("no words end a sequence or make another", (t) => {
  const bytes = notification(
    { how: "osc777", title: "b;ob\x07", text: "a\x1b\\\x1b]52;c;x\x07\u009c\nb" },
    false,
  );
  t.true(bytes.startsWith("\x1b]777;notify;b,ob;a"));
  t.notRegex(bytes.slice(1, -2), /\p{Cc}/u);
});
