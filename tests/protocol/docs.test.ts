/** The page must tell all that the tables hold, and `npm run docs -- --check` must notice when it doesn't. */
import { spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { closings, errors } from "../../protocol/errors.ts";
import { events } from "../../protocol/events.ts";
import { examples } from "../../protocol/examples.ts";
import { encodeFrame } from "../../protocol/frames.ts";
import { limits } from "../../protocol/limits.ts";
import { reservedNames } from "../../protocol/names.ts";
import { requests } from "../../protocol/requests.ts";
import { replaceBetween } from "../../scripts/docs/markdown.ts";
import { protocolPage } from "../../scripts/docs/page.ts";
import { fieldsOf } from "../../scripts/docs/schema.ts";

const page = protocolPage();
const bytes = page.replaceAll(/[\s|]/g, "");

test("there is an example of every request and its result, of every event, and of every error with details", (t) => {
  const kinds = new Set(examples.map(({ kind, of }) => `${kind} ${of}`));
  for (const name of Object.keys(requests))
    t.true(kinds.has(`request ${name}`) && kinds.has(`result ${name}`), name);
  for (const name of Object.keys(events)) t.true(kinds.has(`event ${name}`), name);
  const names = examples.map(({ name }) => name).join("\n");
  for (const [code, { detail }] of Object.entries(errors))
    if (Object.keys(detail.entries).length > 0) t.true(names.includes(`: ${code}`), code);
});

test("examples have names of their own", (t) => {
  t.is(new Set(examples.map(({ name }) => name)).size, examples.length);
});

test("every request, event, error, closing code, limit and reserved name is on the page", (t) => {
  for (const name of [...Object.keys(requests), ...Object.keys(events)])
    t.true(page.includes(`\n### ${name}\n`), name);
  for (const [code, { text }] of Object.entries(errors))
    t.true(page.includes(`\`${code}\``) && page.includes(text));
  for (const [code, text] of Object.entries(closings))
    t.true(page.includes(`\`${code}\``) && page.includes(text));
  for (const [name, value] of Object.entries(limits)) t.regex(page, new RegExp(`\`${name}\` +\\| ${value} `));
  for (const name of reservedNames) t.true(page.includes(name));
});

test("every field of every request and event is on the page", (t) => {
  for (const [name, row] of Object.entries(requests)) {
    const section = page.slice(page.indexOf(`\n### ${name}\n`));
    for (const { path } of [...fieldsOf(row.params, []), ...fieldsOf(row.result, [])])
      if (!path.startsWith("messages[]")) t.true(section.includes(`\`${path}\``), `${name} ${path}`);
  }
});

test("the bytes of the examples are on the page", (t) => {
  const shown = examples.filter(({ value }) => bytes.includes(encodeFrame(value).toString("hex")));
  for (const name of [...Object.keys(requests), ...Object.keys(events)])
    t.true(
      shown.some(({ of }) => of === name),
      name,
    );
});

test("no placeholder is left over", (t) => {
  t.notRegex(page, /\{\{|undefined|\[object/);
});

test("a section between two marks is replaced, and missing marks are an error", (t) => {
  const before = "a\n<!-- keys -->\nold\n<!-- end of keys -->\nb";
  const after = replaceBetween(before, "keys", "new");
  t.is(after, "a\n<!-- keys -->\n\nnew\n\n<!-- end of keys -->\nb");
  t.is(replaceBetween(after, "keys", "new"), after);
  t.throws(() => replaceBetween("a", "keys", "new"), { message: /no "<!-- keys -->"/ });
});

function runDocs(folder: string, ...args: string[]): { status: number | null; stderr: string } {
  const script = fileURLToPath(new URL("../../scripts/docs.ts", import.meta.url));
  const tsx = import.meta.resolve("tsx");
  const run = spawnSync(process.execPath, [`--import=${tsx}`, script, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status: run.status, stderr: run.stderr };
}

test("docs writes the pages; --check writes nothing and names the one that is stale", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "docs-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "protocol"));
  // Only some sections of the README are made; the rest has to be there.
  copyFileSync("README.md", join(folder, "README.md"));
  t.is(runDocs(folder).status, 0);
  const path = join(folder, "PROTOCOL.md");
  t.is(readFileSync(path, "utf8"), page);
  t.deepEqual(runDocs(folder, "--check"), { status: 0, stderr: "" });
  appendFileSync(path, "x");
  const check = runDocs(folder, "--check");
  t.is(check.status, 1);
  t.is(check.stderr, "PROTOCOL.md is stale: npm run docs makes it anew.\n");
  t.is(readFileSync(path, "utf8"), `${page}x`);
});
