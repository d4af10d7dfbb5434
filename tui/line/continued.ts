/** Messages of more than one line, where a line is all that can be typed: a backslash at the end goes on. Pure. */

/** `whole` is undefined while another line belongs to it. Two backslashes at the end are one that is meant. */
export function continued(
  begun: string | undefined,
  line: string,
): { readonly whole: string | undefined; readonly begun: string | undefined } {
  const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
  const before = begun === undefined ? "" : `${begun}\n`;
  if (backslashes % 2 === 1) return { whole: undefined, begun: before + line.slice(0, -1) };
  return { whole: before + line.replace(/\\\\$/, "\\"), begun: undefined };
}
