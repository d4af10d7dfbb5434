/** Rows as a person sees them. */

/** Without styles. */
export function plain(row: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: styles are made of them
  return row.replace(/\x1b\[[\d;]*m/g, "");
}
