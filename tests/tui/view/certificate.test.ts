/** How the question about a certificate looks at the login form. */
import test from "ava";
import type { ConnectionState, Fingerprint } from "../../../protocol/index.ts";
import { Play } from "../state/play.ts";
import { drawn, screenOf } from "./screens.ts";

const offered = `SHA256:${"0123456789abcdef".repeat(4)}`;
const expected = `SHA256:${"fedcba9876543210".repeat(4)}`;

const asking = (known?: Fingerprint): ConnectionState => ({
  state: "stopped",
  reason: { kind: "certificate", offered, expected: known },
});

function rowsAt(columns: number, rows: number, known?: Fingerprint): string[] {
  return screenOf(new Play({ columns, rows }).connection(asking(known)).state);
}

test("the first time the fingerprint is shown in rows to compare, with what to do", (t) => {
  const play = new Play().connection(asking()).type("ye");
  const rows = screenOf(play.state);
  const row = "  0123 4567 89ab cdef 0123 4567 89ab cdef";
  t.is(rows.filter((one) => one === row).length, 2);
  t.regex(rows.join("\n"), /new here.*\n[\s\S]*Type yes to go on with it\.\n\n {2}Your answer {5}ye\n/);
  t.notRegex(rows.join("\n"), /Password|sign up/);
  const { cursor } = drawn(play.state);
  t.is(rows[cursor?.row ?? 0]?.slice(0, cursor?.column), "  Your answer     ye");
});

test("a changed one is loud, and shows both", (t) => {
  const text = rowsAt(80, 24, expected).join("\n");
  t.regex(text, /THIS IS NOT THE EXPECTED CERTIFICATE/);
  t.regex(text, /Expected:\n {2}fedc ba98[\s\S]*Shown now:\n {2}0123 4567[\s\S]*Type trust/);
});

for (const [columns, rows] of [
  [120, 40],
  [40, 10],
  [30, 14],
] as const) {
  test(`what is shown, the word to type and the field fit into ${columns}x${rows}`, (t) => {
    for (const [known, word] of [
      [undefined, "yes"],
      [expected, "trust"],
    ] as const) {
      const shown = rowsAt(columns, rows, known);
      const digits = shown
        .filter((row) => /^ *([0-9a-f]{4} ?)+$/.test(row))
        .map((row) => row.replaceAll(" ", ""));
      t.true(digits.join("").endsWith(offered.slice("SHA256:".length)), shown.join("\n"));
      t.true(shown.some((row) => row.includes(`Type ${word} `)));
      t.true(shown.some((row) => /answer/i.test(row)));
      t.false(
        shown.some((row) => /stay/i.test(row)),
        "nothing else is asked",
      );
    }
  });
}

for (const [columns, rows] of [
  [20, 5],
  [26, 7],
  [40, 7],
] as const) {
  test(`in a window of ${columns}x${rows} all of it can be read part by part, around in both directions`, (t) => {
    for (const [known, word] of [
      [undefined, "yes"],
      [expected, "trust"],
    ] as const) {
      const play = new Play({ columns, rows }).connection(asking(known));
      const first = screenOf(play.state);
      const count = Number(/^ *1\/(\d+) · Tab goes on$/m.exec(first.join("\n"))?.[1]);
      const seen = Array.from({ length: count }, () => {
        const shown = screenOf(play.state);
        t.is(shown.length, rows);
        play.press("tab");
        return shown.slice(
          0,
          shown.findIndex((row) => / goes on$/.test(row)),
        );
      }).flat();
      const digits = seen.filter((row) => /^ *([0-9a-f]{4} ?)+$/.test(row)).join("");
      const all = (known ?? "") + offered;
      t.is(digits.replaceAll(" ", ""), all.replaceAll("SHA256:", ""));
      const text = seen.join(" ").replace(/\s+/g, " ");
      t.true(text.includes(`Type ${word} to go on with it. Enter go on`), text);
      t.true(text.includes("Ctrl-C quit"));
      t.deepEqual(screenOf(play.state), first);
      t.true(screenOf(play.press("up").state).join("\n").includes(`${count}/${count} · Tab`));
      t.true(screenOf(play.type(word).state).some((row) => /answer/i.test(row) && row.includes(word)));
    }
  });
}

test("in any window the screen has its rows, and the cursor is on it", (t) => {
  for (const known of [undefined, expected]) {
    for (const [columns, rows] of [
      [20, 5],
      [21, 6],
      [40, 10],
      [300, 100],
    ] as const) {
      const { rows: shown, cursor } = drawn(new Play({ columns, rows }).connection(asking(known)).state);
      t.true(shown.length <= rows, `${columns}x${rows}`);
      t.true((cursor?.row ?? 0) < rows);
    }
  }
});
