import test from "ava";
import fc from "fast-check";
import { findLinks } from "../../../tui/log/links.ts";
import { sanitize } from "../../../tui/text/sanitize.ts";
import { hardText } from "../text/samples.ts";

const found = (text: string): string[][] =>
  findLinks(text).map(({ start, end, target }) => [text.slice(start, end), target]);

test("links are found without the punctuation around them", (t) => {
  t.deepEqual(found("see https://example.org/a_(b)?c=d#e, or (http://localhost:3000/x)."), [
    ["https://example.org/a_(b)?c=d#e", "https://example.org/a_(b)?c=d#e"],
    ["http://localhost:3000/x", "http://localhost:3000/x"],
  ]);
  t.deepEqual(found("write to mailto:bob@example.org or ann@example.org!"), [
    ["mailto:bob@example.org", "mailto:bob@example.org"],
    ["ann@example.org", "mailto:ann@example.org"],
  ]);
});

test("only what opens in a browser or a mail program is a link", (t) => {
  for (const text of [
    "ftp://example.org/x file:///etc/passwd javascript:alert(1) data:text/html,x //example.org/x",
    "README.md example.org/x ssh://host vscode://x https:// https://?",
  ]) {
    t.deepEqual(found(text), [], text);
  }
});

test("a target is ASCII, whatever the link is spelled in", (t) => {
  t.deepEqual(found("https://bücher.example/straße?q=é"), [
    ["https://bücher.example/straße?q=é", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A9"],
  ]);
});

test("a link longer than terminals take is none", (t) => {
  t.deepEqual(found(`https://example.org/${"é".repeat(600)}`), []);
});

test("no target holds anything that could end an escape sequence", (t) => {
  const piece = fc.oneof(
    fc.constantFrom(
      "https://",
      "http://a.example/",
      "mailto:",
      "@",
      ".org",
      ";",
      "\\",
      "\u{1f600}",
      "%1b",
      "'",
      "[",
      "::1]",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
    hardText,
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      for (const { start, end, target } of findLinks(sanitize(parts.join("")).text)) {
        t.true(start < end);
        t.regex(target, /^(?:https?:\/\/|mailto:)[\x21-\x7e]+$/);
      }
    }),
    { numRuns: 1000 },
  );
});
