/** Rows as a person sees them. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
const invisible = /\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\|[\u2066\u2067\u2069]/g;

/** Without styles, links and marks of direction. */
export function plain(row: string): string {
  return row.replace(invisible, "");
}
