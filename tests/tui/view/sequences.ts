/** Everything that the client may ever send to a terminal besides text; whatever else is found is an attack that worked. */
import { themes } from "../../../tui/theme/themes.ts";

/** The colours of the theme that tests are drawn in, as SGR has them: those, and no others. */
const colours = [...Object.values(themes.dark.roles), ...themes.dark.names].map(({ truecolor }) =>
  ["38;2", ...[1, 3, 5].map((at) => Number.parseInt(truecolor.slice(at, at + 2), 16))].join(";"),
);

const drawing = [
  // Cursor to a place, cursor to a column, erase to the edge.
  String.raw`\[\d+;\d+H`,
  String.raw`\[\d+G`,
  String.raw`\[K`,
  String.raw`\[(?:0|[147]|2[247]|39|${colours.join("|")})m`,
  // Synchronized output, the cursor's visibility.
  String.raw`\[\?(?:2026|25)[hl]`,
  // Links, to where links may go, with an id of our making; and their ends.
  String.raw`\]8;id=\d+\.\d+;(?:https?://|mailto:)[\x21-\x7e]+\x1b\\`,
  String.raw`\]8;;\x1b\\`,
];

const fullScreen = [
  String.raw`\[2J`,
  String.raw`\[H`,
  String.raw`\[\?(?:7|1000|1004|1006|1049|2004)[hl]`,
  String.raw`\[>5u`,
  String.raw`\[22;0t`,
  // Titles that end as ours do.
  String.raw`\]0;[^\x00-\x1f\x7f-\x9f]* – chat-tui\x1b\\`,
  String.raw`\]11;\?\x1b\\`,
];

/** Controls, and what changes the direction of text. */
const dangerous = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Our own isolates: nothing in them that isn't text, and each with its end. */
const isolated = /[\u2066\u2067]([^\p{Cc}\u202a-\u202e\u2066-\u2069]*)\u2069/gu;

const sequences = (all: readonly string[]): RegExp => new RegExp(String.raw`\x1b(?:${all.join("|")})`, "g");
const painted = sequences(drawing);
const everything = sequences([...drawing, ...fullScreen]);

/** What in a frame isn't text and isn't ours, with a little of what follows it. */
export function foreignInFrame(bytes: string): string | undefined {
  return foreignIn(bytes.replace(painted, ""));
}

/** The same for all that a client has written since it started. */
export function foreignInOutput(bytes: string): string | undefined {
  return foreignIn(bytes.replace(everything, ""));
}

function foreignIn(rest: string): string | undefined {
  const text = rest.replace(isolated, "$1");
  const at = text.search(dangerous);
  return at === -1 ? undefined : JSON.stringify(text.slice(at, at + 20));
}
