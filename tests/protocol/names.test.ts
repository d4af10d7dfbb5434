/** The rules for names, passwords and texts, at their edges; vectors.json has the same words for other languages. */
import test from "ava";
import fc from "fast-check";
import { limits } from "../../protocol/limits.ts";
import {
  canonical,
  countCharacters,
  isName,
  isPassword,
  isText,
  reservedNames,
} from "../../protocol/names.ts";
import { names, passwords, texts } from "../../scripts/docs/words.ts";

const rules = [
  ["name", isName, names],
  ["password", isPassword, passwords],
  ["text", isText, texts],
] as const;

for (const [what, isValid, words] of rules) {
  test(`every valid ${what} of the vectors is accepted and every invalid one refused`, (t) => {
    for (const word of words.valid) t.true(isValid(word), JSON.stringify(word).slice(0, 60));
    for (const word of words.invalid) t.false(isValid(word), JSON.stringify(word).slice(0, 60));
  });
}

test("reserved names are refused in any case", (t) => {
  for (const name of reservedNames) {
    t.false(isName(name));
    t.false(isName(name.toUpperCase()));
    t.is(name, canonical(name) as typeof name);
  }
});

test("a name is ASCII, so that none looks like another but by its case", (t) => {
  const accepted = fc.string({ unit: "binary", minLength: 1, maxLength: 24 }).filter(isName);
  const likely = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{1,19}$/).filter(isName);
  fc.assert(
    fc.property(fc.oneof(accepted, likely), (name) => /^[\x21-\x7e]+$/.test(name) && isName(canonical(name))),
    { numRuns: 200 },
  );
  t.pass();
});

test("no control, bidirectional or surrogate character but newline gets into a text", (t) => {
  for (let code = 0; code < 0x1_0000; code++) {
    const forbidden =
      (code < 0x20 && code !== 0x0a) ||
      (code >= 0x7f && code <= 0x9f) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069) ||
      (code >= 0xd800 && code <= 0xdfff);
    if (isText(`a${String.fromCharCode(code)}b`) === forbidden) t.fail(`U+${code.toString(16)}`);
  }
  t.pass();
});

test("characters are code points in well-formed text", (t) => {
  const text = fc.string({ unit: "binary" });
  fc.assert(fc.property(text, (string) => countCharacters(string) === [...string].length));
  t.is(countCharacters("🍜".repeat(limits.textMax)), limits.textMax);
});
