/** What is taken from the environment, tried in processes of their own. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import test from "ava";
import type { Capabilities } from "../../../tui/theme/capabilities.ts";

const file = path.join(import.meta.dirname, "../../../tui/theme/capabilities.ts");
const script = `
  const { capabilities } = await import(${JSON.stringify(file)});
  const found = JSON.parse(process.argv[1]).map((env) => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, env);
    return capabilities();
  });
  console.log(JSON.stringify(found));`;

/** The terminals that have these environments. */
function terminals(all: ReadonlyArray<Readonly<Record<string, string>>>): Capabilities[] {
  const args = ["--import=tsx", "--input-type=module", "--eval", script, JSON.stringify(all)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", env: {} }));
}

test("colours are as many as the terminal says, and none where NO_COLOR says anything", (t) => {
  const cases: ReadonlyArray<readonly [string, Readonly<Record<string, string>>]> = [
    ["truecolor", { TERM: "xterm-256color", COLORTERM: "truecolor" }],
    ["truecolor", { TERM: "xterm-kitty" }],
    ["256", { TERM: "xterm-256color" }],
    ["256", { TERM: "tmux-256color", NO_COLOR: "" }],
    ["16", { TERM: "linux" }],
    ["16", { TERM: "xterm" }],
    ["none", { TERM: "dumb" }],
    ["none", { TERM: "xterm-256color", COLORTERM: "truecolor", NO_COLOR: "1" }],
  ];
  t.deepEqual(
    terminals(cases.map(([, env]) => env)).map(({ depth }) => depth),
    cases.map(([depth]) => depth),
  );
});

test("links are clickable unless the terminal is known not to know them", (t) => {
  const [xterm, tmux, screen, linux, none] = terminals([
    { TERM: "xterm-256color" },
    { TERM: "screen-256color", TMUX: "/tmp/tmux" },
    { TERM: "screen-256color" },
    { TERM: "linux" },
    {},
  ]);
  t.deepEqual(
    [xterm, tmux, screen, linux, none].map((terminal) => terminal?.hyperlinks),
    [true, true, false, false, false],
  );
});
