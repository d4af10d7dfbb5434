import test from "ava";
import fc from "fast-check";
import { joinBursts } from "../../../tui/terminal/burst.ts";
import type { InputEvent } from "../../../tui/terminal/events.ts";
import { decoder, key, text } from "./decode.ts";

const read = (bytes: string): readonly InputEvent[] => joinBursts(decoder().push(Buffer.from(bytes)));
const burst = (pasted: string): InputEvent => ({ type: "paste", text: pasted, marked: false });

const reads: ReadonlyArray<readonly [what: string, bytes: string, ...events: InputEvent[]]> = [
  ["lines that come together are a paste", "one\rtwo\r", burst("one\ntwo\n")],
  ["whatever ends them", "one\ntwo", burst("one\ntwo")],
  ["with tabs and empty lines", "\tone\r\r\ttwo\r", burst("    one\n\n    two\n")],
  ["with what is invisible taken out", "one\rt\u202ewo", burst("one\ntwo")],
  ["a line with its Enter is typed", "one\r", text("one"), key("enter")],
  ["an Enter before it, too", "\rone", key("enter"), text("one")],
  ["Enters alone are keys", "\r\r\r", key("enter"), key("enter"), key("enter")],
  [
    "a form that is filled in by Tab is typed",
    "bob\tpw\r",
    ...[text("bob"), key("tab"), text("pw"), key("enter")],
  ],
  [
    "a key between the lines parts them",
    "one\r\x1b[Atwo\r",
    ...[text("one"), key("enter"), key("up"), text("two"), key("enter")],
  ],
  ["a key after them stays", "one\rtwo\x1b[A", burst("one\ntwo"), key("up")],
];

for (const [what, bytes, ...events] of reads) test(what, (t) => t.deepEqual(read(bytes), events));

test("a marked paste is left alone", (t) => {
  const marked = { type: "paste", text: "a\nb", marked: true } as const;
  t.deepEqual(read("\x1b[200~a\rb\x1b[201~x"), [marked, text("x")]);
});

test("from one read there is never text behind an Enter that had text before it", (t) => {
  const bytes = fc.array(fc.constantFrom("a", "bc", "\r", "\n", "\t", "\x1b[A", "é"), { maxLength: 30 });
  fc.assert(
    fc.property(bytes, (pieces) => {
      const names = read(pieces.join("")).map((event) => (event.type === "key" ? event.key : event.type));
      t.notRegex(names.join(" "), /text (tab )*(enter|ctrl\+j) ((enter|ctrl\+j|tab) )*text/);
    }),
  );
});
