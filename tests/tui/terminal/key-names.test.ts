import test from "ava";
import { isPlainCharacter, keyName, parseKey } from "../../../tui/terminal/key-names.ts";
import { KEYS } from "./key-table.ts";

test("keys are shown as people write them", (t) => {
  const shown = ["ctrl+p", "alt+A", "alt+a", "pageup", "alt+-", "ctrl+x ctrl+e", "f12", "G", "g", "escape"];
  t.deepEqual(shown.map(keyName), [
    "Ctrl-P",
    "Alt-Shift-A",
    "Alt-A",
    "PgUp",
    "Alt--",
    "Ctrl-X Ctrl-E",
    "F12",
    "G",
    "g",
    "Esc",
  ]);
});

test("what is shown is read as the same key", (t) => {
  for (const key of [...Object.keys(KEYS), "alt++", "ctrl+-", "?", "space", "alt+space", "j", "J"])
    t.is(parseKey(keyName(key)), key);
});

test("with a modifier the case means nothing, and plus is as good as minus", (t) => {
  for (const words of ["Ctrl-P", "ctrl+p", "CTRL+P", " Ctrl+p "]) t.is(parseKey(words), "ctrl+p", words);
  t.is(parseKey("Alt-Shift-a"), "alt+A");
  t.is(parseKey("shift+alt+ctrl+left"), "ctrl+alt+shift+left");
  t.is(parseKey("Ctrl-x  e"), "ctrl+x e");
  t.is(parseKey("Return"), "enter");
});

test("what is no key is none", (t) => {
  for (const words of [
    "",
    " ",
    "ctrl",
    "ctrl+",
    "hyper+a",
    "pgupp",
    "ab",
    "alt+ab",
    "alt+shift+1",
    "\x1b",
    "\n",
  ])
    t.is(parseKey(words), undefined, words);
});

test("a character is what one types, a key with a modifier is not", (t) => {
  t.deepEqual(["a", "é", "space", "?"].map(isPlainCharacter), [true, true, true, true]);
  t.deepEqual(["ctrl+a", "f1", "enter", "ctrl+x a"].map(isPlainCharacter), [false, false, false, false]);
});
