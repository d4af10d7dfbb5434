/** JSON that a terminal can be shown. */
import test from "ava";
import fc from "fast-check";
import { jsonLine } from "../../../tui/cli/json.ts";

test("what moves, hides or reorders text is an escape, and everything else is as it was", (t) => {
  t.is(
    jsonLine({ text: "a\u009b31m\u202eb\u2028\u200bc é 日本 😀" }),
    `{"text":"a\\u009b31m\\u202eb\\u2028\\u200bc é 日本 😀"}\n`,
  );
  t.is(jsonLine({ text: "\ufff9" }), `{"text":"\\ufff9"}\n`);
  t.is(jsonLine({ text: "\u{e0067}" }), `{"text":"\\udb40\\udc67"}\n`);
});

test("any string comes back the same, in one line without control characters", (t) => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const line = jsonLine({ text });
      t.deepEqual(JSON.parse(line), { text });
      t.notRegex(line.slice(0, -1), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
