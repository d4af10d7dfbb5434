/** The list of completions over the log's last rows. */
import test from "ava";
import { aliceAmongOthers, messages, noon, type Play } from "../state/play.ts";
import { bytesOf, screenOf } from "./screens.ts";
import { isSound } from "./sound.ts";

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 40, rows: 10 },
  { columns: 120, rows: 40 },
];

function inLog(play: Play): string[] {
  return screenOf(play.state).map((row) => row.split("│ ").slice(1).join("│ ") || row);
}

test("it stands above the word, and the log doesn't move", (t) => {
  const play = aliceAmongOthers({ everyone: messages(1, 40, "bob") });
  const before = screenOf(play.state);
  play.type("hi @");
  const rows = screenOf(play.state);
  t.deepEqual(rows.slice(0, 19), before.slice(0, 19));
  const column = (rows.at(-2) ?? "").indexOf("@");
  t.deepEqual(
    rows.slice(-5, -2).map((row) => row.slice(column - 2)),
    ["│ @bob    online", "│ @Carol  online", "│ @dave   offline"],
  );
  for (const [index, row] of rows.slice(-5, -2).entries())
    t.is(row.slice(0, column - 2), (before.at(index - 5) ?? "").slice(0, column - 2));
});

test("a mark shows what is chosen, which is scrolled into view", (t) => {
  const play = aliceAmongOthers().type("/").press("tab");
  t.regex(screenOf(play.state).join("\n"), /│▸\/whisper +go to someone/);
  t.is(screenOf(play.state).filter((row) => /│[▸ ]\/\w+ /.test(row)).length, 6);
  for (let count = 0; count < 8; count++) play.press("tab");
  const shown = screenOf(play.state).filter((row) => row.includes("│▸"));
  t.is(shown.length, 1);
  t.true(shown[0]?.includes(`▸${play.draft.trim()} `), shown[0]);
});

for (const size of sizes) {
  test(`it stays within the screen: ${size.columns}x${size.rows}`, (t) => {
    for (const text of ["/", "/w ", "@", `${"x ".repeat(70)}@`, `${"x ".repeat(13)}/`, "a\nb\nc @"]) {
      const play = aliceAmongOthers({ size, everyone: messages(1, 60, "bob") });
      play.paste(text.slice(0, -1)).type(text.slice(-1));
      isSound(t, play.state);
      isSound(t, play.press("tab").state);
    }
  });
}

test("in the smallest window it leaves the prompt and the header", (t) => {
  const play = aliceAmongOthers({ size: { columns: 40, rows: 10 } }).type("/");
  const rows = screenOf(play.state);
  t.regex(rows[0] ?? "", /everyone/);
  t.regex(rows.at(-2) ?? "", /> \/$/);
  t.regex(rows.at(-3) ?? "", /^ *│ \/recon?nect|^ *│ \/\w+/);
});

test("a name that is as long as a narrow window is wide is cut, and the row stays in it", (t) => {
  for (const columns of [20, 21, 22, 24, 26]) {
    const long = { name: "bartholomew-the-20th", online: true };
    const play = aliceAmongOthers({ size: { columns, rows: 10 } });
    play.answer("contacts", {}, { accounts: [{ ...long, since: noon }] }).type("@");
    isSound(t, play.state);
    isSound(t, play.press("tab").state);
    t.regex(screenOf(play.state).join("\n"), /▸@bartholomew-/);
  }
});

test("over a panel it is shown, too", (t) => {
  t.true(inLog(aliceAmongOthers().press("f1").type("@")).some((row) => row.includes("@bob")));
});

test("it goes as soon as what it is for is gone", (t) => {
  const play = aliceAmongOthers().type("@");
  t.true(bytesOf(play.state).includes("@Carol"));
  t.false(bytesOf(play.press("alt+2").state).includes("@Carol"));
});
