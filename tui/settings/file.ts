/**
 * The settings file: read at the start and whenever somebody has changed it, and written where a person changes a
 * setting in the program, so that comments and all else in it stay.
 */
import {
  type FSWatcher,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { getSystemErrorMessage } from "node:util";
import envPaths from "env-paths";
import { applyEdits, modify } from "jsonc-parser";
import type { SettingPath, SettingValue } from "../state/settings.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { isSound, type ParsedSettings, parseSettings } from "./parse.ts";

/** Editors write a file in several steps. */
const settleMs = 50;

const newFile = `// Settings of chat-tui; README.md has them all. They are read again whenever this file changes.
{
}
`;

export function settingsPath(): string {
  return join(envPaths("chat-tui", { suffix: "" }).config, "settings.jsonc");
}

export class SettingsFile {
  readonly path: string;
  /** What the file held when it was last looked at. */
  #found = "";
  /** The same with changes that couldn't be written: they hold until the file changes. */
  #text = "";
  #watchers: FSWatcher[] = [];
  #settling: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** A file that isn't there is as good as an empty one. */
  read(): ParsedSettings {
    const problems: string[] = [];
    let found = "";
    try {
      found = readFileSync(this.path, "utf8");
    } catch (error) {
      if (!isMissing(error)) problems.push(unusable("read", error));
    }
    if (found !== this.#found) this.#text = found;
    this.#found = found;
    const parsed = parseSettings(this.#text);
    return { ...parsed, problems: [...problems, ...parsed.problems] };
  }

  /** Tells what holds whenever somebody else has changed the file. Doesn't keep the process alive. */
  watch(onChange: (parsed: ParsedSettings) => void): void {
    // Editors put a new file in the place of the old one, and a link's end may be elsewhere: folders are watched.
    for (const folder of new Set([dirname(this.path), dirname(this.#target())])) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const watcher = watch(folder, { persistent: false }, () => this.#settle(onChange));
        this.#watchers.push(watcher.on("error", () => watcher.close()));
      } catch {
        // Where nothing can be watched, the file is read at the next start.
      }
    }
  }

  /** Writes one value. The first problem says why it couldn't be, and whether it holds all the same. */
  set(path: SettingPath, value: SettingValue): ParsedSettings {
    const before = this.read();
    if (!isSound(this.#text))
      return { ...before, problems: ["Nothing is changed: mend the file first.", ...before.problems] };
    const text = this.#text === "" ? newFile : this.#text;
    try {
      this.#text = applyEdits(text, modify(text, [...path], value, { formattingOptions }));
      replace(this.#target(), this.#text);
      return this.read();
    } catch (error) {
      const problem = `${unusable("written", error)} The change holds only while you are here.`;
      const { settings, problems } = this.read();
      return { settings, problems: [problem, ...problems] };
    }
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  /** The file itself, where the path is a link to it. */
  #target(): string {
    try {
      return realpathSync(this.path);
    } catch {
      return this.path;
    }
  }

  #settle(onChange: (parsed: ParsedSettings) => void): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      const before = this.#found;
      const parsed = this.read();
      if (this.#found !== before) onChange(parsed);
    }, settleMs);
  }
}

const formattingOptions = { insertSpaces: true, tabSize: 2 };

/** Whole or not at all, with the rights that the file had. */
function replace(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: modeOf(path), flush: true });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o666;
  } catch {
    return 0o600;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function unusable(done: "read" | "written", error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  const reason = errno === undefined ? message : getSystemErrorMessage(errno);
  return sanitizeLine(`The file can't be ${done}: ${reason}.`);
}
