/** lowdb's documents on disk: how they are written, and what is refused when they are read. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import * as v from "valibot";
import {
  DocumentFile,
  type Form,
  FormattedRows,
  formatRow,
  readDocument,
  writeDocument,
} from "../../data/document.ts";
import { type Files, nodeFiles } from "../../data/files.ts";
import { addToRows } from "../../data/migrations.ts";
import { FaultyFiles, systemError } from "./faults.ts";
import { temporaryFolder } from "./folders.ts";

const schema = v.object({ rows: v.array(v.object({ name: v.string() })) });
const form: Form<v.InferOutput<typeof schema>> = {
  schema,
  migrations: new Map([[1, addToRows("rows", { name: "b" })]]),
};

async function place(t: ExecutionContext): Promise<string> {
  return join(await temporaryFolder(t), "inner", "rows.json");
}

function read(path: string) {
  return readDocument(nodeFiles, path, form, { rows: [] });
}

function write(path: string, name: string, files: Files = nodeFiles): Promise<void> {
  return writeDocument(files, path, form, { rows: [{ name }] }, 1, true);
}

const mode = async (path: string) => (await stat(path)).mode & 0o777;

test("a document that isn't there keeps its defaults", async (t) => {
  t.deepEqual(await read(await place(t)), { rows: [], version: 2, sequence: 0 });
});

test("a document comes back as it was written, and people can read it", async (t) => {
  const path = await place(t);
  await write(path, "a");
  t.deepEqual(await read(path), { rows: [{ name: "a" }], version: 2, sequence: 1 });
  const text = '{\n"rows": [\n  {"name":"a"}\n],\n"version": 2,\n"sequence": 1\n}\n';
  t.is(await readFile(path, "utf8"), text);
});

test("a list that is formatted already is written as any other", async (t) => {
  const path = await place(t);
  const rows = [{ name: "a" }, { name: "ß" }];
  await writeDocument(nodeFiles, path, form, { rows }, 1, true);
  const text = await readFile(path, "utf8");
  const formatted = new FormattedRows(
    rows.map((row, at) => Buffer.from((at > 0 ? "," : "") + formatRow(row))),
  );
  await writeDocument(nodeFiles, path, form, { rows: formatted }, 1, true);
  t.is(await readFile(path, "utf8"), text);
});

test("a document of an older version gets what it lacks, and keeps what it has", async (t) => {
  const path = await place(t);
  await nodeFiles.makeFolder(join(path, ".."));
  await writeFile(path, '{"version":1,"sequence":4,"rows":[{"name":"a"},{}]}');
  t.deepEqual(await read(path), { rows: [{ name: "a" }, { name: "b" }], version: 2, sequence: 4 });
});

test("document, previous one and folder are for their owner alone", async (t) => {
  const path = await place(t);
  await write(path, "a");
  await write(path, "b");
  t.deepEqual(
    [await mode(path), await mode(`${path}.bak`), await mode(join(path, ".."))],
    [0o600, 0o600, 0o700],
  );
});

test("the document before the last write is kept beside it", async (t) => {
  const path = await place(t);
  for (const name of ["a", "b", "c"]) await write(path, name);
  t.regex(await readFile(`${path}.bak`, "utf8"), /"b"/);
  t.regex(await readFile(path, "utf8"), /"c"/);
});

test("a write is synced before it takes the document's name, and its folder after", async (t) => {
  const path = await place(t);
  await write(path, "a");
  const files = new FaultyFiles();
  await write(path, "b", files);
  t.deepEqual(
    files.calls.map((call) => `${call.operation} ${basename(call.path)}`),
    [
      "open rows.json.tmp",
      "write rows.json.tmp",
      "datasync rows.json.tmp",
      "remove rows.json.bak",
      "link rows.json.bak",
      "rename rows.json",
      "syncFolder inner",
    ],
  );
});

test("what is written is the document as it was when the write was asked for", async (t) => {
  const path = await place(t);
  const rows = [{ name: "before" }];
  const writing = writeDocument(nodeFiles, path, form, { rows }, 1, true);
  rows.push({ name: "after" });
  await writing;
  t.notRegex(await readFile(path, "utf8"), /after/);
});

test("wherever a write stops, the document is as before or as after", async (t) => {
  for (let stopAt = 1; stopAt <= 7; stopAt++) {
    const path = await place(t);
    await write(path, "before");
    const files = new FaultyFiles();
    files.stopAt = stopAt;
    await t.throwsAsync(write(path, "after", files), { message: "stopped" });
    await files.losePower(1);
    t.deepEqual((await read(path)).rows, [{ name: stopAt < 7 ? "before" : "after" }]);
  }
});

test("a full disk leaves the document as it was, and a later write succeeds", async (t) => {
  const path = await place(t);
  await write(path, "before");
  const files = new FaultyFiles();
  files.before = ({ operation }) => {
    if (operation === "write") throw systemError("ENOSPC");
  };
  await t.throwsAsync(write(path, "after", files), { code: "ENOSPC" });
  t.regex(await readFile(path, "utf8"), /before/);
  files.before = () => {};
  await write(path, "after", files);
  t.regex(await readFile(path, "utf8"), /after/);
});

async function refuses(t: ExecutionContext, text: string, code: string, message: RegExp): Promise<void> {
  const path = await place(t);
  await nodeFiles.makeFolder(join(path, ".."));
  await writeFile(path, text);
  const error = await t.throwsAsync(new DocumentFile(nodeFiles, path, form, true).read(), {
    name: "StoreError",
    code,
    message,
  });
  t.true(error?.message.includes(path));
  t.is(await readFile(path, "utf8"), text, "it is left as it was");
}

test("a newer version is refused untouched, with its name and version", (t) =>
  refuses(t, '{"version":3,"sequence":1,"rows":"something new"}', "newer", /has version 3/));

for (const [what, text] of Object.entries({
  "an empty file": "",
  "half a file": '{"version":1,"sequence":1,"rows":[{"na',
  "a file that is no document": "[1,2]",
  "a list that is none, in a document of an older version": '{"version":1,"sequence":1,"rows":7}',
  "a version that isn't a number": '{"version":"1","sequence":1,"rows":[]}',
  "a version that never was": '{"version":0,"sequence":1,"rows":[]}',
  "a missing sequence number": '{"version":2,"rows":[]}',
})) {
  test(`${what} is refused as corrupt, with what to do`, (t) => refuses(t, text, "corrupt", /backup/));
}

test("a document with a wrong field is refused with the field", (t) =>
  refuses(t, '{"version":2,"sequence":1,"rows":[{"name":5}]}', "corrupt", /rows\.0\.name.*\.bak/));

test("a document that can't be read is refused with the system's reason", async (t) => {
  const folder = await temporaryFolder(t);
  const error = await t.throwsAsync(new DocumentFile(nodeFiles, folder, form, true).read());
  t.like(error, { code: "unusable" });
  t.regex(error?.message ?? "", /illegal operation on a directory/);
});
