import test from "ava";
import fc from "fast-check";
import stringWidth from "string-width";
import { graphemes, joinFitting, padEnd, textWidth, truncate } from "../../../tui/text/width.ts";
import { hardText } from "./samples.ts";

const line = hardText.map((text) => text.replaceAll("\n", " "));

test("graphemes are what people take for characters", (t) => {
  t.deepEqual(graphemes("ab"), ["a", "b"]);
  t.deepEqual(graphemes("e\u0301👩‍👩‍👧🇩🇪x"), ["e\u0301", "👩‍👩‍👧", "🇩🇪", "x"]);
  t.deepEqual(graphemes(""), []);
});

test("wide characters take two cells, marks none", (t) => {
  t.is(textWidth("abc"), 3);
  t.is(textWidth("你好"), 4);
  t.is(textWidth("👩‍👩‍👧🇩🇪❤️"), 6);
  t.is(textWidth("e\u0301"), 1);
  t.is(textWidth("שלום"), 4);
});

test("what is too long ends in an ellipsis, within the width", (t) => {
  t.is(truncate("hello", 5), "hello");
  t.is(truncate("hello!", 5), "hell…");
  t.is(truncate("你好你", 5), "你好…");
  t.is(truncate("你好你", 4), "你…");
  t.is(truncate("hello", 1), "…");
  t.is(truncate("hello", 0), "");
});

test("padding gives exactly the width", (t) => {
  t.is(padEnd("你", 4), "你  ");
  t.is(padEnd("你好你", 4), "你… ");
  t.is(padEnd("", 2), "  ");
});

test("the width is that of Ink for any text", (t) => {
  fc.assert(
    fc.property(line, (text) => t.is(textWidth(text), stringWidth(text))),
    { numRuns: 1000 },
  );
});

test("truncated text fits, and is a start of the text; padded text is exact", (t) => {
  fc.assert(
    fc.property(line, fc.nat(30), (text, width) => {
      const cut = truncate(text, width);
      t.true(textWidth(cut) <= width);
      t.true(text.startsWith(cut) || text.startsWith(cut.slice(0, -1)));
      t.is(textWidth(padEnd(text, width)), width);
    }),
    { numRuns: 1000 },
  );
});

test("of parts in a row none is cut: those that don't fit are left out", (t) => {
  t.is(joinFitting(["ab", "cd", "ef"], " · ", 12), "ab · cd · ef");
  t.is(joinFitting(["ab", "cd", "ef"], " · ", 11), "ab · cd");
  t.is(joinFitting(["ab"], " · ", 1), "");
});
