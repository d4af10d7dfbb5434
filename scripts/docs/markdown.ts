/** Markdown as the formatter leaves it, so that `biome check` has nothing to say about generated pages. */

/** A table whose columns line up. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_head, column) =>
    Math.max(3, ...all.map((cells) => (cells[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [heads, rule, ...rows].map(line).join("\n");
}

/** A block of text shown as it is. */
export function verbatim(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

/** Replaces what stands between `<!-- name -->` and `<!-- end of name -->`; throws where there are no such marks. */
export function replaceBetween(page: string, name: string, content: string): string {
  const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const start = page.indexOf(from);
  const end = page.indexOf(to);
  if (start < 0 || end < start) throw new Error(`There is no "${from}" before a "${to}".`);
  return `${page.slice(0, start + from.length)}\n\n${content}\n\n${page.slice(end)}`;
}
