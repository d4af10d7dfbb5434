/**
 * The themes: each role of text and each person's colour, as truecolor, as the nearest of the 256 that terminals
 * share, and as one of the 16 that a terminal's own settings paint.
 */

/** What text may be besides itself. */
export type Role = "accent" | "good" | "warning" | "bad" | "dim" | "mention" | "link" | "code" | "own";

export interface Colour {
  /** `#rrggbb`. */
  readonly truecolor: string;
  readonly of256: number;
  /** As the parameter of SGR: 30 to 37, 90 to 97. */
  readonly of16: number;
}

export interface Theme {
  /** What is behind the text at worst: contrast is judged against it. */
  readonly ground: string;
  /** Given: the theme paints the screen itself instead of taking it as the terminal has it. */
  readonly painted?: { readonly text: Colour; readonly background: Colour };
  readonly roles: Readonly<Record<Role, Colour>>;
  /** Of people; any two look different. */
  readonly names: readonly Pick<Colour, "truecolor" | "of256">[];
  /** The same where there are 16. */
  readonly namesOf16: readonly number[];
}

export type ThemeName = "dark" | "light" | "contrast";

const colour = (truecolor: string, of256: number, of16: number): Colour => ({ truecolor, of256, of16 });
const name = (truecolor: string, of256: number) => ({ truecolor, of256 });

export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: {
    // Nord's: of the dark grounds in wide use, the lightest.
    ground: "#2e3440",
    roles: {
      accent: colour("#7fcdf2", 117, 96),
      good: colour("#8ad989", 114, 92),
      warning: colour("#f5d061", 221, 93),
      bad: colour("#ff8a8a", 210, 91),
      dim: colour("#a9adb5", 249, 37),
      mention: colour("#ffb45e", 215, 93),
      link: colour("#8ab4ff", 111, 96),
      code: colour("#dcb48a", 180, 36),
      own: colour("#ffffff", 231, 97),
    },
    names: [
      name("#f3829f", 211),
      name("#fd8537", 208),
      name("#fed7a3", 223),
      name("#cba553", 179),
      name("#f9e03f", 220),
      name("#86af17", 106),
      name("#abf77f", 156),
      name("#a3e2bf", 151),
      name("#23d891", 42),
      name("#30b4ad", 37),
      name("#46fbfb", 51),
      name("#8dceee", 117),
      name("#46a6ef", 39),
      name("#aaa3da", 146),
      name("#d984ed", 177),
      name("#fdcbf8", 225),
    ],
    namesOf16: [91, 92, 93, 95, 96, 32, 36],
  },
  light: {
    // Paper, of the light grounds in wide use the darkest.
    ground: "#eeeeee",
    roles: {
      accent: colour("#085f82", 24, 34),
      good: colour("#0b6a16", 22, 32),
      warning: colour("#855c06", 94, 35),
      bad: colour("#b00c0c", 124, 31),
      dim: colour("#5e6066", 59, 90),
      mention: colour("#a8065e", 125, 35),
      link: colour("#0a5cb0", 25, 34),
      code: colour("#5c5a88", 60, 34),
      own: colour("#000000", 16, 30),
    },
    names: [
      name("#82182e", 88),
      name("#cc2a1b", 160),
      name("#91574d", 95),
      name("#5f6703", 58),
      name("#005725", 22),
      name("#0c665a", 23),
      name("#0f5773", 24),
      name("#2652cf", 26),
      name("#55589d", 61),
      name("#5517a5", 55),
      name("#832fb2", 91),
      name("#81028a", 90),
      name("#a82795", 126),
      name("#885677", 96),
      name("#751e5f", 89),
      name("#b8196f", 125),
    ],
    namesOf16: [31, 34, 35],
  },
  contrast: {
    ground: "#000000",
    painted: { text: colour("#ffffff", 231, 97), background: colour("#000000", 16, 30) },
    roles: {
      accent: colour("#5cffff", 87, 96),
      good: colour("#5cff5c", 83, 92),
      warning: colour("#ffff5c", 227, 93),
      bad: colour("#ff8a8a", 210, 91),
      dim: colour("#d0d0d0", 252, 37),
      mention: colour("#ffff00", 226, 93),
      link: colour("#8ad6ff", 117, 96),
      code: colour("#ffd8b0", 223, 36),
      own: colour("#ffffff", 231, 97),
    },
    names: [
      name("#d2849c", 175),
      name("#fa6863", 203),
      name("#fe860f", 208),
      name("#f5cc58", 221),
      name("#b29e51", 143),
      name("#bdf520", 154),
      name("#bbefb0", 157),
      name("#3fbd12", 70),
      name("#3af77e", 48),
      name("#6fb07d", 72),
      name("#4afbf2", 51),
      name("#25baf2", 39),
      name("#9e8eef", 141),
      name("#eabdfe", 219),
      name("#ed70f5", 207),
      name("#fb55b1", 205),
    ],
    namesOf16: [91, 92, 93, 95, 96, 97],
  },
};
