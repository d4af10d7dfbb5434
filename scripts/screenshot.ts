/** `npm run screenshot`: draws docs/screen.svg from the cells of the real client, run on the demo. */
import { writeFileSync } from "node:fs";
import type { Cell } from "../tests/e2e/cells.ts";
import { TestTerminal } from "../tests/e2e/terminal.ts";

const columns = 100;
const rows = 26;
const cell = { width: 8.4, height: 18 } as const;
const ground = "#16181d";
const ink = "#d7dae0";
/** The first sixteen of the palette. */
const basic = [
  ["#000000", "#e06c75", "#7ec07e", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0"],
  ["#7f848e", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff"],
].flat();

const terminal = new TestTerminal({ command: process.execPath, args: ["bin/demo.js"], columns, rows });
// The talk's last line, a whisper answered and its mark.
await terminal.waitFor("welcome!");
terminal.write("hi all, first day here\r");
await terminal.waitFor(/guest hi all, first day here ✓/);
await new Promise((resolve) => setTimeout(resolve, 24_000));
terminal.write("@tara where is that place? ");
await terminal.waitFor("where is that place?");
writeFileSync("docs/screen.svg", svg());
await terminal.dispose();
process.exit(0);

function svg(): string {
  const width = Math.ceil(columns * cell.width) + 24;
  const height = rows * cell.height + 24;
  const lines = Array.from({ length: rows }, (_, y) => line(y)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" role="img" aria-label="chat-tui: contacts on the left, the conversation, the input and the status bar">
<rect width="100%" height="100%" rx="8" fill="${ground}"/>
<g transform="translate(12 12)" xml:space="preserve">
${lines}</g>
</svg>
`;
}

interface Run {
  readonly x: number;
  readonly cells: number;
  readonly text: string;
  readonly style: string;
  readonly back: string | undefined;
}

function line(y: number): string {
  return runs(y)
    .map(({ x, cells, text, style, back }) => {
      const left = (x * cell.width).toFixed(1);
      const width = (cells * cell.width).toFixed(1);
      const top = y * cell.height;
      const rect = back
        ? `<rect x="${left}" y="${top}" width="${width}" height="${cell.height}" fill="${back}"/>\n`
        : "";
      if (text.trim() === "") return rect;
      return `${rect}<text x="${left}" y="${top + 13.5}" textLength="${width}"${style}>${escapeXml(text)}</text>\n`;
    })
    .join("");
}

/** Cells of one look, side by side. */
function runs(y: number): Run[] {
  const found: Run[] = [];
  for (let x = 0; x < columns; x++) {
    const here = terminal.cell(x, y);
    if (here.width === 0) continue;
    const { style, back } = look(here);
    const text = here.chars || " ";
    const last = found.at(-1);
    if (last && last.style === style && last.back === back && here.width === 1) {
      found[found.length - 1] = { ...last, text: last.text + text, cells: last.cells + 1 };
    } else found.push({ x, cells: here.width, text, style, back });
  }
  return found;
}

function look({ fg, bg, bold, dim, inverse }: Cell): { style: string; back: string | undefined } {
  const front = colour(fg) ?? ink;
  const behind = colour(bg);
  const fill = inverse ? ground : front;
  const weight = bold ? ' font-weight="bold"' : "";
  const opacity = dim ? ' opacity="0.6"' : "";
  return { style: ` fill="${fill}"${weight}${opacity}`, back: inverse ? front : behind };
}

function colour(value: Cell["fg"]): string | undefined {
  if (typeof value !== "number") return value;
  if (value < 16) return basic[value];
  if (value >= 232) return hex([8, 8, 8].map((base) => base + (value - 232) * 10));
  const steps = [0, 95, 135, 175, 215, 255];
  const index = value - 16;
  return hex([Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map((step) => steps[step] ?? 0));
}

function hex(channels: readonly number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
