import { readFileSync } from "node:fs";
import test from "ava";
import fc from "fast-check";
import * as v from "valibot";
import { parseSettings } from "../../../tui/settings/parse.ts";
import { initialSettings, settingRows } from "../../../tui/state/settings.ts";

const problemsIn = (text: string): readonly string[] => parseSettings(text).problems;

test("an empty file, and one of comments, change nothing", (t) => {
  for (const text of ["", "\n", "// nothing\n", "{}", "{ /* nothing */ }"]) {
    t.deepEqual(parseSettings(text), { settings: initialSettings, problems: [] }, text);
  }
});

test("comments and a last comma are fine", (t) => {
  const { settings, problems } = parseSettings('{\n  // no contacts\n  "sidebar": false,\n}');
  t.false(settings.sidebar);
  t.deepEqual(problems, []);
});

test("what is wrong says where and what to do; the rest counts", (t) => {
  const { settings, problems } = parseSettings('{\n  "sidebra": true,\n  "sidebar": false,\n  "keys": 3\n}');
  t.false(settings.sidebar);
  t.is(problems[0], 'Line 2, column 14: There is no setting "sidebra". Did you mean sidebar?');
  t.regex(problems[1] ?? "", /^Line 4, column 11: "keys": /);
  t.deepEqual(problemsIn('{"sidebar": "no"}'), [
    'Line 1, column 13: "sidebar" takes true or false, not "no".',
  ]);
});

test("a mistake in the writing is told once, at its place", (t) => {
  const { settings, problems } = parseSettings('{\n  "sidebar": false\n  "keys": {}\n}');
  t.deepEqual(problems, ["Line 3, column 3: Comma expected."]);
  t.false(settings.sidebar);
  t.deepEqual(problemsIn("[]"), ['Line 1, column 1: Settings are in braces: { "sidebar": true }']);
});

test("what notifies goes by conversation, on every server or on one", (t) => {
  const { settings, problems } = parseSettings(`{ "notify-in": {
    "Bob": "none", "Bob@Chat.example:2000": "all", "everyone@::1:2000": "all",
    "bob@work": "all",
    "two words": "all"
  } }`);
  t.deepEqual(settings["notify-in"], {
    bob: "none",
    "bob@chat.example:2000": "all",
    "everyone@::1:2000": "all",
  });
  const words = "name it like bob, or bob@host:port for one server only.";
  t.deepEqual(
    problems.map((problem) => problem.replace(/^Line (\d+).*: "/, '$1 "')),
    [`3 "notify-in.bob@work": ${words}`, `4 "notify-in.two words": ${words}`],
  );
});

test("a profile is a server by name, checked one by one", (t) => {
  const { settings, problems } = parseSettings(`{ "profiles": {
    "work": { "host": "chat.example", "port": 2001, "user": "alice" },
    "home": {},
    "bad": { "port": 70000 },
    "odd": { "host": "two words" },
    "more": { "hots": "x" },
    "send": {}
  } }`);
  t.deepEqual(settings.profiles, {
    work: { host: "chat.example", port: 2001, user: "alice" },
    home: {},
  });
  t.deepEqual(
    problems.map((problem) => problem.replace(/^Line (\d+).*: "/, '$1 "')),
    [
      '4 "profiles.bad": a port is a number from 1 to 65535.',
      '5 "profiles.odd": has to be one word.',
      '6 "profiles.more": a profile has a host, a port, a user and a fingerprint, or some of them.',
      '7 "profiles.send": that is the name of a subcommand, so choose another.',
    ],
  );
});

test("the example in the README has no mistake", (t) => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const example = /```jsonc\n(.*?)```/s.exec(readme)?.[1] ?? "";
  t.true(example.includes("profiles"));
  t.deepEqual(problemsIn(example), []);
});

test("names from Object's own stock are no settings", (t) => {
  t.is(problemsIn('{"__proto__": 1, "toString": 2, "constructor": 3}').length, 3);
  t.is(problemsIn('{"keys": {"__proto__": "f12", "toString": []}}').length, 2);
});

test("control characters of a file never get into a problem", (t) => {
  t.notRegex(problemsIn('{"\\u001b[31mred": 1, "sidebar": "\\u0007"}').join(), /\p{Cc}/u);
});

test("anything at all gives settings that hold what their checks allow", (t) => {
  const name = fc.oneof(fc.constantFrom(...Object.keys(settingRows)), fc.string());
  const entry = fc.oneof(fc.jsonValue(), fc.dictionary(name, fc.jsonValue()), fc.string());
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(name, entry).map((value) => JSON.stringify(value)),
    fc
      .tuple(fc.dictionary(name, entry), fc.nat(200))
      .map(([value, end]) => JSON.stringify(value).slice(0, end)),
  );
  fc.assert(
    fc.property(text, (any) => {
      const { settings, problems } = parseSettings(any);
      for (const [row, { check }] of Object.entries(settingRows)) {
        t.true(v.is(check, settings[row as keyof typeof settings]), row);
      }
      for (const problem of problems) t.regex(problem, /^Line \d+, column \d+: .*[.}?]$/);
    }),
  );
});
