import test from "ava";
import {
  accent,
  bold,
  dim,
  ground,
  grounded,
  hyperlink,
  introduce,
  mention,
  nameStyle,
  own,
  setPalette,
  styleRevision,
} from "../../tui/style.ts";
import type { Depth } from "../../tui/theme/capabilities.ts";
import type { ThemeName } from "../../tui/theme/themes.ts";

const paint = (theme: ThemeName, depth: Depth, hyperlinks = true): void =>
  setPalette({ theme, depth, hyperlinks });

test.beforeEach(() => paint("dark", "truecolor"));

test.serial("a colour is what the terminal can show of it", (t) => {
  t.is(accent("x"), "\x1b[38;2;127;205;242mx\x1b[39m");
  paint("dark", "256");
  t.is(accent("x"), "\x1b[38;5;117mx\x1b[39m");
  paint("dark", "16");
  t.is(accent("x"), "\x1b[96mx\x1b[39m");
});

test.serial("without colours emphasis stays, and nothing else", (t) => {
  for (const theme of ["dark", "light", "contrast"] as const) {
    paint(theme, "none");
    t.is(accent("x") + dim("x") + nameStyle("bob")("x"), "xxx");
    t.is(bold("x"), "\x1b[1mx\x1b[22m");
    t.is(mention("x"), "\x1b[7mx\x1b[27m");
    t.is(own("x"), "\x1b[1mx\x1b[22m");
    t.is(ground(), "\x1b[0m");
    t.is(grounded("\x1b[39m"), "\x1b[39m");
  }
});

test.serial("where links can't be clicked they are underlined all the same", (t) => {
  t.is(
    hyperlink("https://x.example/", "1.2")("x"),
    "\x1b]8;id=1.2;https://x.example/\x1b\\\x1b[4m\x1b[38;2;138;180;255mx\x1b[39m\x1b[24m\x1b]8;;\x1b\\",
  );
  paint("dark", "none", false);
  t.is(hyperlink("https://x.example/", "1.2")("x"), "\x1b[4mx\x1b[24m");
});

test.serial("high contrast paints text and ground itself", (t) => {
  t.is(ground(), "\x1b[0m");
  paint("contrast", "truecolor");
  t.is(ground(), "\x1b[0m\x1b[38;2;255;255;255;48;2;0;0;0m");
  t.is(grounded("\x1b[96mx\x1b[39m y"), "\x1b[96mx\x1b[38;2;255;255;255m y");
  paint("contrast", "16");
  t.is(ground(), "\x1b[0m\x1b[97;40m");
});

test.serial("people who are seen together have different colours, under every theme", (t) => {
  const names = Array.from({ length: 16 }, (_, index) => `user${index}`);
  const colours = (): Set<string> => new Set(names.map((name) => nameStyle(name)("x")));
  t.true(colours().size < 16);
  introduce(names);
  t.is(colours().size, 16);
  paint("light", "256");
  t.is(colours().size, 16);
  t.is(nameStyle("USER3")("x"), nameStyle("user3")("x"));
});

test.serial("any change of colours is told to who keeps what is styled, and only a change", (t) => {
  const before = styleRevision();
  paint("dark", "truecolor");
  t.is(styleRevision(), before);
  paint("light", "truecolor");
  t.not(styleRevision(), before);
});
