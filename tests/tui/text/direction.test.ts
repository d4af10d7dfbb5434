import test from "ava";
import { isolate, isolatedIn } from "../../../tui/text/direction.ts";

const rows = (text: string, ...all: string[]): string[] => all.map(isolate(text));

test("text that runs from left to right stays as it is", (t) => {
  for (const text of ["", "hello", "héllo 你好 👩‍👩‍👧", "привет", "12:00"])
    t.deepEqual(rows(text, text), [text]);
});

test("each row of text with letters from right to left is an isolate, in the direction of the first letter", (t) => {
  t.deepEqual(rows("שלום bob 12", "שלום", "bob 12"), ["\u2067שלום\u2069", "\u2067bob 12\u2069"]);
  t.deepEqual(rows("bob مرحبا", "bob", "مرحبا"), ["\u2066bob\u2069", "\u2066مرحبا\u2069"]);
  t.deepEqual(rows("12: שלום", "12: שלום"), ["\u206712: שלום\u2069"]);
});

test("an empty row stays empty", (t) => {
  t.deepEqual(rows("שלום\n\nx", ""), [""]);
});

test("beside other things it's cut or filled up to its cells, which are no part of the isolate", (t) => {
  t.is(isolatedIn("שלום", 6), "\u2067שלום\u2069  ");
  t.is(isolatedIn("שלום", 3), "\u2067של…\u2069");
  t.is(isolatedIn("bob", 4), "bob ");
  t.is(isolatedIn("שלום", 0), "");
});
