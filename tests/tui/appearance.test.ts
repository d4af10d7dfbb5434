/** What of the state decides how things look. */
import test from "ava";
import { dress } from "../../tui/appearance.ts";
import { dim, nameStyle } from "../../tui/style.ts";
import { themes } from "../../tui/theme/themes.ts";
import { aliceAmongOthers, noon, type Play } from "./state/play.ts";

const terminal = { depth: "256", hyperlinks: true } as const;

const dressed = (play: Play): string => {
  dress(play.state, terminal);
  return dim("x");
};
const dimOf = (theme: keyof typeof themes): string => `\x1b[38;5;${themes[theme].roles.dim.of256}mx\x1b[39m`;

test.serial("the theme follows the terminal's ground until one is set", (t) => {
  const play = aliceAmongOthers();
  t.is(dressed(play), dimOf("dark"));
  play.do({ type: "input", event: { type: "ground", light: true } });
  t.is(dressed(play), dimOf("light"));
  play.state = { ...play.state, settings: { ...play.state.settings, theme: "contrast" } };
  t.is(dressed(play), dimOf("contrast"));
  play.state = { ...play.state, settings: { ...play.state.settings, theme: "dark" } };
  t.is(dressed(play), dimOf("dark"));
});

test.serial("contacts look different from each other, those too who join later", (t) => {
  const names = Array.from({ length: 13 }, (_, index) => `user${index}`);
  const play = aliceAmongOthers();
  play.answer(
    "contacts",
    {},
    { accounts: names.slice(0, 10).map((name) => ({ name, online: true, since: noon })) },
  );
  dress(play.state, terminal);
  for (const name of names.slice(10)) play.event({ event: "joined", name, time: noon });
  dress(play.state, terminal);
  t.is(new Set([...names, "bob", "Carol", "dave"].map((name) => nameStyle(name)("x"))).size, 16);
});
