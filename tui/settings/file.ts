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
import { initialSettings, type SettingName, type Settings, type SettingValue } from "../state/settings.ts";
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
  #text = "";
  /** What couldn't be written, and holds until the file changes. */
  #unwritten: Partial<Settings> = {};
  #watchers: FSWatcher[] = [];
  #settling: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** A file that isn't there is as good as an empty one. */
  read(): ParsedSettings {
    const before = this.#text;
    try {
      this.#text = readFileSync(this.path, "utf8");
    } catch (error) {
      this.#text = "";
      if (!isMissing(error))
        return { settings: this.#with(initialSettings), problems: [unusable("read", error)] };
    }
    if (this.#text !== before) this.#unwritten = {};
    const { settings, problems } = parseSettings(this.#text);
    return { settings: this.#with(settings), problems };
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

  /** Writes one value. Where that can't be, it holds until the program ends, and the first problem says why. */
  set(name: SettingName, value: SettingValue): ParsedSettings {
    this.read();
    const problem = this.#write(name, value);
    if (problem !== undefined) this.#unwritten = { ...this.#unwritten, [name]: value };
    const { settings, problems } = this.read();
    return { settings, problems: problem === undefined ? problems : [problem, ...problems] };
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  #with(settings: Settings): Settings {
    return { ...settings, ...this.#unwritten };
  }

  #write(name: SettingName, value: SettingValue): string | undefined {
    if (!isSound(this.#text))
      return "Mend the file first; until then the change holds only while you are here.";
    try {
      const text = this.#text === "" ? newFile : this.#text;
      replace(this.#target(), applyEdits(text, modify(text, [name], value, { formattingOptions })));
      return undefined;
    } catch (error) {
      return `${unusable("written", error)} The change holds only while you are here.`;
    }
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
      const before = this.#text;
      const parsed = this.read();
      if (this.#text !== before) onChange(parsed);
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
  const reason =
    error instanceof Error && "errno" in error && typeof error.errno === "number"
      ? getSystemErrorMessage(error.errno)
      : String(error);
  return sanitizeLine(`The file can't be ${done}: ${reason}.`);
}
