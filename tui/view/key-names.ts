/** Chords as people write them: `ctrl+p` is Ctrl-P, `pageup` is PgUp. */

const names: Readonly<Record<string, string>> = {
  ctrl: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  enter: "Enter",
  escape: "Esc",
  tab: "Tab",
  backspace: "Backspace",
  delete: "Del",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  up: "Up",
  down: "Down",
  left: "Left",
  right: "Right",
};

export function keyName(chord: string): string {
  return chord
    .split("+")
    .map((part) => names[part] ?? part.toUpperCase())
    .join("-");
}
