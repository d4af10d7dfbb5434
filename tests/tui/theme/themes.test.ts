/** Whether the themes can be read: contrast by WCAG 2, and names that look different. */
import test from "ava";
import { differenceEuclidean, nearest, wcagContrast } from "culori";
import { type ThemeName, themes } from "../../../tui/theme/themes.ts";

const byte = (value: number): string => value.toString(16).padStart(2, "0");
const grey = (value: number): string => `#${byte(value).repeat(3)}`;
const steps = [0, 95, 135, 175, 215, 255];

/** The 240 of the 256 colours that no terminal's settings change: a cube and a row of greys. */
const shared: ReadonlyMap<number, string> = new Map([
  ...steps.flatMap((red, r) =>
    steps.flatMap((green, g) =>
      steps.map(
        (blue, b) =>
          [16 + 36 * r + 6 * g + b, `#${byte(red)}${byte(green)}${byte(blue)}`] as [number, string],
      ),
    ),
  ),
  ...Array.from({ length: 24 }, (_, index): [number, string] => [232 + index, grey(8 + 10 * index)]),
]);

/** The 16 as VGA has them, which are the darkest on dark and the brightest on light in wide use. */
const vga: Readonly<Record<number, string>> = {
  ...{ 30: "#000000", 31: "#aa0000", 32: "#00aa00", 33: "#aa5500", 34: "#0000aa", 35: "#aa00aa" },
  ...{ 36: "#00aaaa", 37: "#aaaaaa", 90: "#555555", 91: "#ff5555", 92: "#55ff55", 93: "#ffff55" },
  ...{ 94: "#5555ff", 95: "#ff55ff", 96: "#55ffff", 97: "#ffffff" },
};

const least: Readonly<Record<ThemeName, number>> = { dark: 4.5, light: 4.5, contrast: 7 };
/** Far enough apart in OKLab that nobody takes one for the other. */
const leastDistance = 0.06;

const distance = differenceEuclidean("oklab");
const nearestShared = nearest([...shared.values()], distance);

for (const name of Object.keys(themes) as ThemeName[]) {
  const { ground, painted, roles, names, namesOf16 } = themes[name];
  const named = names.map((colour, index) => [`name ${index}`, colour] as const);
  const all = [...Object.entries(roles), ...named, ...(painted ? [["text", painted.text] as const] : [])];
  const ofShared = (of256: number): string => shared.get(of256) ?? "#";

  test(`${name}: everything can be read on its ground, in 256 colours too`, (t) => {
    for (const [what, { truecolor, of256 }] of all) {
      t.true(wcagContrast(truecolor, ground) >= least[name], `${what} ${wcagContrast(truecolor, ground)}`);
      const contrast = wcagContrast(ofShared(of256), ground);
      t.true(contrast >= least[name], `${what} of 256 ${contrast}`);
    }
  });

  test(`${name}: of the 256 each is the nearest, or as near`, (t) => {
    for (const [what, { truecolor, of256 }] of all) {
      const [best = "#"] = nearestShared(truecolor, 1);
      const off = distance(truecolor, ofShared(of256)) - distance(truecolor, best);
      t.true(off <= 0.01, `${what}: ${of256} instead of ${best}`);
    }
  });

  test(`${name}: any two people look different, in 256 colours too`, (t) => {
    for (const colours of [
      names.map(({ truecolor }) => truecolor),
      names.map(({ of256 }) => ofShared(of256)),
    ]) {
      for (const [index, one] of colours.entries()) {
        for (const other of colours.slice(index + 1)) {
          t.true(distance(one, other) >= leastDistance, `${one} ${other}: ${distance(one, other)}`);
        }
      }
    }
  });

  test(`${name}: of the 16 none is lost on its ground`, (t) => {
    const behind = name === "light" ? "#ffffff" : "#000000";
    for (const of16 of [...Object.values(roles).map((colour) => colour.of16), ...namesOf16]) {
      t.true(wcagContrast(vga[of16] ?? "#", behind) >= 3, `${of16}`);
    }
    t.is(new Set(namesOf16).size, namesOf16.length);
  });
}
