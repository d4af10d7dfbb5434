import test from "ava";
import fc from "fast-check";
import stringWidth from "string-width";
import { isSimple } from "../../../tui/text/simple.ts";

const characters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter(isSimple);
const simpleText = fc.array(fc.constantFrom(...characters)).map((all) => all.join(""));

test("it is what people write in most of Europe, and what frames are made of", (t) => {
  for (const text of [
    "",
    "naïve café",
    "Привет, мир",
    "Ελληνικά",
    "Tiếng Việt",
    "„so“ – 5 €",
    "● ○ ✓ │ ─ …",
  ]) {
    t.true(isSimple(text), text);
  }
  for (const text of ["你", "e\u0301", "שלום", "👍", "a\u00adb", "a\u200bb", "a\tb", "a\nb", "\u202e"]) {
    t.false(isSimple(text), text);
  }
});

test("each simple character takes one cell, and is no control, mark or invisible one", (t) => {
  for (const character of characters) {
    t.is(stringWidth(character), 1, character);
    t.notRegex(character, /[\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u);
  }
});

test("simple characters stay graphemes of their own beside any others", (t) => {
  const segmenter = new Intl.Segmenter();
  fc.assert(
    fc.property(simpleText, (text) => t.is([...segmenter.segment(text)].length, text.length)),
    { numRuns: 1000 },
  );
});
