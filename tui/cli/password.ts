/** Name and password for whoever can't be asked at a form: from a file, or from the terminal behind the pipes. */
import { readFileSync, statSync } from "node:fs";
import { Failure } from "../failure.ts";
import type { Place } from "../options.ts";
import { sanitizeLine } from "../text/sanitize.ts";
import { askAtTerminal } from "./ask.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export async function credentials(place: Place): Promise<Credentials> {
  const password = passwordOf(place);
  const user = place.user || (await ask("Name: ", false));
  return { user, password: password ?? (await ask("Password: ", true)) };
}

/** The first line of the password's file, if one is named. Throws a Failure where others could read it, too. */
export function passwordOf({ passwordFile }: Place): string | undefined {
  return passwordFile === undefined ? undefined : passwordIn(passwordFile);
}

function passwordIn(file: string): string {
  const shown = sanitizeLine(file);
  try {
    if (isOpenToOthers(file)) {
      throw new Failure(
        `${shown} can be read by others, so it's no place for a password. Do: chmod 600 ${shown}`,
      );
    }
    const [password = ""] = readFileSync(file, "utf8").split(/\r?\n/, 1);
    if (password === "") throw new Failure(`There is no password in the first line of ${shown}.`);
    return password;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${shown} can't be read: ${sanitizeLine((error as Error).message)}`);
  }
}

/** Windows has other means, and shows none of them in a mode. */
function isOpenToOthers(file: string): boolean {
  return process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
}

async function ask(question: string, hidden: boolean): Promise<string> {
  const answer = await askAtTerminal({ text: question, hidden });
  if (answer !== undefined) return answer;
  throw new Failure("There is no terminal to ask at: give --user NAME and --password-file FILE.");
}
