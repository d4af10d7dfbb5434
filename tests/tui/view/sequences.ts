/** Everything that the client may ever send to a terminal besides text; whatever else is found is an attack that worked. */

const drawing = [
  // Cursor to a place, cursor to a column, erase to the edge.
  String.raw`\d+;\d+H`,
  String.raw`\d+G`,
  "K",
  // The styles of tui/style.ts.
  String.raw`(?:0|[1247]|2[247]|3[1-36]|39|38;5;\d+)m`,
  // Synchronized output, the cursor's visibility.
  String.raw`\?(?:2026|25)[hl]`,
];

const fullScreen = ["2J", "H", String.raw`\?(?:7|1004|1049|2004)[hl]`, ">5u", "22;0t"];

/** Controls, and what changes the direction of text. */
const dangerous = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const csi = (all: readonly string[]): RegExp => new RegExp(String.raw`\x1b\[(?:${all.join("|")})`, "g");
const painted = csi(drawing);
const everything = csi([...drawing, ...fullScreen]);

/** What in a frame isn't text and isn't ours, with a little of what follows it. */
export function foreignInFrame(bytes: string): string | undefined {
  return foreignIn(bytes.replace(painted, ""));
}

/** The same for all that a client has written since it started. */
export function foreignInOutput(bytes: string): string | undefined {
  return foreignIn(bytes.replace(everything, ""));
}

function foreignIn(rest: string): string | undefined {
  const at = rest.search(dangerous);
  return at === -1 ? undefined : JSON.stringify(rest.slice(at, at + 20));
}
