/** SECURITY.md claims nothing that no test shows. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "ava";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(`${root}/SECURITY.md`, "utf8");

interface Claim {
  readonly file: string;
  readonly titles: readonly string[];
}

/** A file and the titles behind it, until the next file or the end of the cell. */
function claimsIn(text: string): Claim[] {
  return [...text.matchAll(/`(tests\/[^`]+)`: ([^`|]+)/g)].map(([, file = "", titles = ""]) => ({
    file,
    titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title),
  }));
}

function isTitle(title: string, source: string): boolean {
  return new RegExp(`test\\(\\s*["\`]${RegExp.escape(title)}["\`]`).test(source);
}

const rows = page.split("\n").filter((line) => /^\|(?! *-)/.test(line) && !line.includes("what is done"));

test("every threat has a test, and every test that is named is there under that title", (t) => {
  t.true(rows.length > 25);
  for (const row of rows) {
    const claims = claimsIn(row);
    t.true(claims.length > 0, `no test in: ${row}`);
    for (const { file, titles } of claims) {
      const path = `${root}/${file}`;
      const source = existsSync(path) ? readFileSync(path, "utf8") : "";
      t.true(titles.length > 0, `no title of ${file}`);
      for (const title of titles) t.true(isTitle(title, source), `${file}: ${title}`);
    }
  }
});
