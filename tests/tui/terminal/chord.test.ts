import test from "ava";
import { withAlt } from "../../../tui/terminal/chord.ts";
import { chordsOf } from "../../../tui/terminal/events.ts";
import { decode } from "./decode.ts";

test("typed text offers each character as a chord, a space by its name", (t) => {
  t.deepEqual(chordsOf({ type: "text", text: "j ?👍" }), ["j", "space", "?", "👍"]);
  t.deepEqual(chordsOf({ type: "key", key: "ctrl+p" }), ["ctrl+p"]);
});

test("Esc then a key is the chord that the terminal sends with Alt held", (t) => {
  const keys: ReadonlyArray<readonly [plain: string, held: string]> = [
    ["a", "\x1ba"],
    ["A", "\x1bA"],
    ["1", "\x1b1"],
    ["/", "\x1b/"],
    [" ", "\x1b "],
    ["\r", "\x1b\r"],
    ["\n", "\x1b\n"],
    ["\x7f", "\x1b\x7f"],
    ["\x1b[D", "\x1b[1;3D"],
    ["\x1b[1;5D", "\x1b[1;7D"],
    ["\x1b[1;2D", "\x1b[1;4D"],
    ["\x1b[1;3D", "\x1b[1;3D"],
  ];
  for (const [plain, held] of keys) {
    const [event] = decode([Buffer.from(plain)]);
    const [name] = event?.type === "key" || event?.type === "text" ? chordsOf(event) : [];
    t.deepEqual(
      decode([Buffer.from(held)]),
      [{ type: "key", key: withAlt(name ?? "") }],
      JSON.stringify(plain),
    );
  }
});
