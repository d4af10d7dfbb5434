/** Who may import whom: one way only, and sockets in one file of each side. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";

const root = fileURLToPath(new URL("..", import.meta.url));

const mayImport: Readonly<Record<string, readonly string[]>> = {
  protocol: ["protocol"],
  data: ["data", "protocol"],
  server: ["server", "protocol", "data"],
  tui: ["tui", "protocol"],
};

/** Packages that are one folder's own business. */
const packagesOf: Readonly<Record<string, string>> = {
  lowdb: "data",
  pino: "server",
  ink: "tui",
  react: "tui",
};

const socketFiles = [
  "server/listen.ts",
  "server/admin/socket.ts",
  "server/admin/call.ts",
  "server/metrics/port.ts",
  "protocol/transport.ts",
];

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** `import type` is gone when the program runs. */
  readonly isType: boolean;
}

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|\brequire\(\s*["']([^"']+)["']\s*\)/gm;

function importsIn(source: string, file: string): Import[] {
  return [...source.matchAll(statement)].map(([, type, first, second, third]) => ({
    file,
    specifier: first ?? second ?? third ?? "",
    isType: type !== undefined,
  }));
}

function sourceFiles(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name).split(sep).join("/"));
}

const all = Object.keys(mayImport)
  .flatMap(sourceFiles)
  .flatMap((file) => importsIn(readFileSync(join(root, file), "utf8"), file));

/** The top folder that a relative import leads to. */
function folderOf({ file, specifier }: Import): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = relative(root, join(root, dirname(file), specifier));
  return path.split(sep)[0];
}

const wordsOf = (found: readonly Import[]): string[] =>
  found.map(({ file, specifier }) => `${file} imports ${specifier}`);

for (const [folder, allowed] of Object.entries(mayImport)) {
  test(`${folder} imports from ${allowed.join(", ")} only`, (t) => {
    const wrong = all.filter((one) => {
      const to = folderOf(one);
      return (
        one.file.startsWith(`${folder}/`) &&
        to !== undefined &&
        !allowed.includes(to) &&
        to !== "package.json"
      );
    });
    t.deepEqual(wordsOf(wrong), []);
  });
}

test("sockets are opened in one file for each purpose", (t) => {
  const wrong = all.filter(
    ({ file, specifier, isType }) =>
      /^(node:)?(net|tls|http|https|dgram)$/.test(specifier) && !isType && !socketFiles.includes(file),
  );
  t.deepEqual(wordsOf(wrong), []);
});

test("packages that belong to one folder are imported nowhere else", (t) => {
  const wrong = all.filter(({ file, specifier }) => {
    const owner = packagesOf[specifier.split("/")[0] ?? ""];
    return owner !== undefined && !file.startsWith(`${owner}/`);
  });
  t.deepEqual(wordsOf(wrong), []);
});

test("imports are found in every form", (t) => {
  const source = [
    'import { a } from "./a.ts";',
    'import type { b } from "./b.ts";',
    'import "./c.ts";',
    'export * from "./d.ts";',
    'export { e } from "./e.ts";',
    'import {\n  f,\n  g,\n} from "./f.ts";',
    'const h = await import("./h.ts");',
  ].join("\n");
  const found = importsIn(source, "x.ts").map(({ specifier }) => specifier.at(2));
  t.deepEqual(found, ["a", "b", "c", "d", "e", "f", "h"]);
  t.true(importsIn('import type { b } from "./b.ts";', "x.ts")[0]?.isType);
});
