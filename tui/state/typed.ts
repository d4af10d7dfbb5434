/** What a typed text asks for: a command, or a message to be sent. */

export interface TypedCommand {
  /** Without its slash, as typed. */
  readonly name: string;
  readonly argument: string;
}

/** The command that a text asks for, known or not; undefined where it's a message. */
export function commandIn(text: string): TypedCommand | undefined {
  const [, name, argument = ""] = /^\s*\/(?!\/)(\S*)\s*(.*)$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, argument: argument.trim() };
}

/** Two slashes are one that begins no command. */
export function messageIn(text: string): string {
  return text.replace(/^\s*\/\//, "/");
}

/** Without blank lines before it, and blanks after it. */
export const trimmed = (typed: string): string => typed.replace(/^(\s*\n)+/, "").trimEnd();
