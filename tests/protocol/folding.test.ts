/** Spellings that are one word to someone who searches. */
import test from "ava";
import fc from "fast-check";
import { fold } from "../../protocol/folding.ts";

test("case, accents and widths make no difference", (t) => {
  const same = [
    ["cafe", "CAFE", "café", "CAFÉ", "cafe\u0301", "ｃａｆｅ"],
    ["strasse", "Straße", "STRASSE", "STRAẞE"],
    ["οδος", "ΟΔΟΣ", "Οδός", "οδοσ"],
    ["istanbul", "İstanbul", "ISTANBUL"],
    ["fish", "ﬁsh"],
    ["한국", "한국".normalize("NFD")],
  ];
  for (const spellings of same) t.deepEqual([...new Set(spellings.map(fold))].length, 1, spellings.join());
});

test("what is another word stays one", (t) => {
  t.not(fold("한"), fold("하"));
  t.not(fold("कि"), fold("क"));
  t.not(fold("a"), fold("b"));
  t.is(fold("日本 🍜 42"), "日本 🍜 42");
});

test("folding twice is folding once, and no spelling of case matters", (t) => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => fold(fold(text)) === fold(text)));
  fc.assert(fc.property(fc.string(), (text) => fold(text.toUpperCase()) === fold(text)));
  t.pass();
});
