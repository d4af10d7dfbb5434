/** Walks the tables of keys. What the keys of one subject do is in the file of that subject. */
import test from "ava";
import { commands } from "../../../tui/state/commands.ts";
import { groupsToRead, keyGroups } from "../../../tui/state/keys.ts";
import { loginKeys } from "../../../tui/state/login-keys.ts";
import { decoder } from "../terminal/decode.ts";
import { KEYS } from "../terminal/key-table.ts";
import { aliceAmongOthers, messages, noon, type Play } from "./play.ts";

const rows = keyGroups.flatMap((group) => group.rows);
const chords = rows.flatMap(({ keys }) => keys);

function repeated(list: readonly string[]): string[] {
  return list.filter((item, index) => list.indexOf(item) !== index);
}

const states: Readonly<Record<string, () => Play>> = {
  "an empty conversation": () => aliceAmongOthers(),
  "something typed": () => aliceAmongOthers().type("two words").press("left"),
  "the help": () => aliceAmongOthers().press("f1"),
  "a list without its answer": () => aliceAmongOthers().press("f2"),
  "a list": () =>
    aliceAmongOthers()
      .press("f2")
      .answer("online", {}, { total: 1, accounts: [bob] }),
  "an empty list": () => aliceAmongOthers().press("f4").answer("blocked", {}, { accounts: [] }),
  "the switcher": () => aliceAmongOthers().press("ctrl+g").type("b"),
  "the settings": () => aliceAmongOthers().press("f12"),
  "messages chosen from": () => aliceAmongOthers({ everyone: messages(1, 50, "bob") }).press("escape", "k"),
  "a block just made": () =>
    aliceAmongOthers().answer("block", { name: "bob" }, { name: "bob", changed: true }),
  "a whisper": () => aliceAmongOthers().press("alt+2"),
  "no session": () =>
    aliceAmongOthers().hear({ kind: "session", session: { state: "interrupted", name: "alice" } }),
};
const bob = { name: "bob", since: noon };

for (const [where, start] of Object.entries(states)) {
  test(`no chord is bound twice among the special keys, or among the rest, with ${where} on screen`, (t) => {
    const { chat } = start();
    const special = keyGroups.filter(({ when }) => when?.(chat));
    const always = keyGroups.filter(({ when }) => when === undefined);
    for (const groups of [special, always]) {
      t.deepEqual(repeated(groups.flatMap((group) => group.rows.flatMap(({ keys }) => keys))), []);
    }
  });
}

test("special keys come before those that always hold", (t) => {
  const conditional = keyGroups.filter(({ when }) => when !== undefined);
  t.deepEqual(keyGroups.slice(0, conditional.length), conditional);
});

test("people read all keys, those that hold always first and those of forms for secrets last", (t) => {
  const titles = (groups: typeof keyGroups): string[] => groups.map(({ title }) => title).toSorted();
  t.deepEqual(titles(groupsToRead), titles(keyGroups));
  const always = keyGroups.filter(({ when }) => when === undefined);
  t.deepEqual(groupsToRead.slice(0, always.length), always);
  t.is(groupsToRead.at(-1), keyGroups[0]);
});

test("no chord is bound twice on the login form", (t) => {
  t.deepEqual(repeated(loginKeys.flatMap(({ keys }) => keys)), []);
});

test("every row has a key and words for it, in lower case and without a full stop", (t) => {
  for (const { keys, help } of [...rows, ...loginKeys]) {
    t.true(keys.length > 0);
    t.regex(help, /^[a-z].*[^.]$/, keys[0]);
  }
});

test("every name and alias of a command is there once, and every command has words for it", (t) => {
  t.deepEqual(repeated(commands.flatMap(({ name, aliases }) => [name, ...aliases])), []);
  for (const { name, help } of commands) {
    t.regex(name, /^[a-z]+(-[a-z]+)*$/);
    t.regex(help, /^[a-z].*[^.]$/, name);
  }
});

/** Of a key that is a character. */
function typedBy(chord: string): string | undefined {
  if (chord === "space") return " ";
  return chord.length === 1 ? chord : undefined;
}

/** What a terminal sends, without extensions wherever there is a way. */
function bytesOf(chord: string): string {
  const known = KEYS[chord]?.[0];
  if (known !== undefined) return known;
  const text = typedBy(chord);
  if (text !== undefined) return text;
  const control = /^ctrl\+([a-z])$/.exec(chord)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) - 96);
  const alt = /^alt\+(.)$/.exec(chord)?.[1];
  if (alt !== undefined) return `\x1b${alt}`;
  const arrow = /^(alt|ctrl|shift)\+(up|down|left|right|home|end)$/.exec(chord);
  const final = { up: "A", down: "B", right: "C", left: "D", home: "H", end: "F" }[arrow?.[2] ?? ""];
  const modifier = { shift: 2, alt: 3, ctrl: 5 }[arrow?.[1] ?? ""];
  return `\x1b[1;${modifier}${final}`;
}

test("every chord is one that a terminal can send", (t) => {
  const all = [...chords, ...loginKeys.flatMap(({ keys }) => keys)];
  for (const chord of all.flatMap((keys) => keys.split(" "))) {
    const input = decoder();
    // What could go on is a key once it has waited long enough.
    const events = [...input.push(Buffer.from(bytesOf(chord))), ...input.flush()];
    const text = typedBy(chord);
    t.deepEqual(events, [text === undefined ? { type: "key", key: chord } : { type: "text", text }], chord);
  }
});

test("what flow control, Tab, Enter, Esc, Backspace and the job control need is nobody's only key", (t) => {
  const taken = ["ctrl+s", "ctrl+q", "ctrl+i", "ctrl+m", "ctrl+[", "ctrl+h", "ctrl+\\"];
  for (const { keys, help } of rows)
    t.true(
      keys.some((key) => !taken.includes(key)),
      help,
    );
  t.is(rows.find(({ keys }) => keys.includes("ctrl+z"))?.keys[0], "ctrl+z");
});

for (const [where, start] of Object.entries(states)) {
  test(`every key can be pressed with ${where} on screen, also twice`, (t) => {
    for (const chord of chords) t.notThrows(() => start().press(chord, chord), chord);
  });

  test(`every command runs with ${where} on screen, with and without arguments`, (t) => {
    for (const { name } of commands) {
      for (const line of [`/${name}`, `/${name} bob`, `/${name} bob and more`, `/${name} nobody`]) {
        t.notThrows(() => start().press("ctrl+u").type(line).press("enter"), line);
      }
    }
  });
}
