import test from "ava";
import fc from "fast-check";
import { readKeys } from "../../../tui/settings/key-changes.ts";
import { keysOf } from "../../../tui/state/bindings.ts";
import { keyGroups } from "../../../tui/state/keys.ts";
import { loginKeys } from "../../../tui/state/login-keys.ts";

const words = (wanted: Record<string, string[]>): string[] =>
  readKeys(wanted).problems.map(({ text }) => text);

test("an action gets the keys that are asked for, spelled in any way, and loses its own", (t) => {
  const { changes, problems } = readKeys({
    "next-unread": ["F19", "Ctrl-Alt-U", "ctrl+x ctrl+u"],
    redraw: [],
  });
  t.deepEqual(problems, []);
  t.deepEqual(changes, { "next-unread": ["f19", "ctrl+alt+u", "ctrl+x ctrl+u"], redraw: [] });
});

test("a key given to one action is gone from the one that had it", (t) => {
  const { changes, problems } = readKeys({ broadcast: ["f5"] });
  t.deepEqual(problems, []);
  t.deepEqual(changes, { broadcast: ["f5"], block: [] });
});

test("an action that there isn't is named, with the one that was meant", (t) => {
  t.deepEqual(words({ "nxt-unread": ["f19"] }), [
    'There is no action called "nxt-unread". Did you mean next-unread?',
  ]);
  t.deepEqual(words({ abracadabra: ["f19"] }), ['There is no action called "abracadabra".']);
});

test("a key that there isn't leaves the others", (t) => {
  const { changes, problems } = readKeys({ help: ["Esc-A", "alt+h"] });
  t.deepEqual(changes.help, ["alt+h"]);
  t.regex(problems[0]?.text ?? "", /^help: there is no key called "Esc-A"\. .*keytest/);
});

test("what one types is no key, wherever one types", (t) => {
  for (const key of ["a", "A", "?", "space", "Shift-A"]) {
    t.regex(words({ help: [key] })[0] ?? "", /is what one types\. Add Ctrl or Alt to it\.$/, key);
  }
});

test("the same key for two actions goes to the first, and that is said", (t) => {
  const { changes, problems } = readKeys({ blocked: ["f19"], online: ["f19", "alt+z"] });
  t.deepEqual(changes, { online: ["f19", "alt+z"], blocked: [] });
  t.deepEqual(
    problems.map(({ text }) => text),
    ["blocked: F19 belongs to online."],
  );
});

test("a key and a sequence that starts with it can't both be", (t) => {
  t.deepEqual(words({ online: ["ctrl+x"], recent: ["ctrl+x r"] }), ["recent: Ctrl-X r belongs to online."]);
});

test("one can always send and quit", (t) => {
  t.deepEqual(words({ send: [], "login-quit": ["nonsense"] }).slice(0, 1), [
    "send needs a key, so it keeps its own.",
  ]);
  t.deepEqual(words({ broadcast: ["enter"] }), ["broadcast: Enter belongs to send."]);
  const { changes, problems } = readKeys({ send: ["ctrl+c"], "clear-or-quit": ["ctrl+alt+q"] });
  t.deepEqual(problems, []);
  t.deepEqual(changes, { send: ["ctrl+c"], "clear-or-quit": ["ctrl+alt+q"] });
});

test("a needed action that keeps its own key doesn't leave another needed one without", (t) => {
  const { changes, problems } = readKeys({ send: ["ctrl+c"], "clear-or-quit": ["nonsense"] });
  t.deepEqual(changes, { send: ["enter"], "clear-or-quit": ["ctrl+c"] });
  t.deepEqual(
    problems.slice(1).map(({ text }) => text),
    [
      "clear-or-quit needs a key, so it keeps its own.",
      "send: Ctrl-C belongs to clear-or-quit.",
      "send needs a key, so it keeps its own.",
    ],
  );
});

test("the login form has keys of its own", (t) => {
  const { changes, problems } = readKeys({ "login-switch-mode": ["f5"] });
  t.deepEqual(problems, []);
  t.deepEqual(changes, { "login-switch-mode": ["f5"] });
});

test("whatever is asked for, no key has two meanings at once and what is needed has one", (t) => {
  const scopes = [
    ...keyGroups.filter(({ when }) => when).map(({ rows }) => rows),
    keyGroups.filter(({ when }) => when === undefined).flatMap(({ rows }) => rows),
    loginKeys,
  ];
  const rows = scopes.flat();
  const key = fc.constantFrom(
    ...rows.flatMap(({ keys }) => keys),
    "f19",
    "ctrl+x ctrl+e",
    "ctrl+x",
    "a",
    "?!",
  );
  const wanted = fc.dictionary(
    fc.constantFrom(...rows.map(({ name }) => name)),
    fc.array(key, { maxLength: 3 }),
  );
  fc.assert(
    fc.property(wanted, (any) => {
      const { changes } = readKeys(any);
      for (const scope of scopes) {
        const all = scope.flatMap((row) => keysOf(row, changes));
        t.deepEqual([...new Set(all)], all);
        for (const row of scope) if (row.needed) t.true(keysOf(row, changes).length > 0, row.name);
      }
    }),
  );
});
