/**
 * lowdb's documents on disk. The adapter is ours because lowdb's own neither syncs nor keeps modes: here a write is
 * on disk when it resolves, and a crash at any point leaves the document as it was before or as it is after.
 */
import { dirname } from "node:path";
import { type Adapter, Low } from "lowdb";
import * as v from "valibot";
import { corruptDocument } from "./corrupt.ts";
import { type Files, failedWith, type OpenFile, reasonOf } from "./files.ts";
import { documentVersion, type Migrations, migrate } from "./migrations.ts";
import { StoreError } from "./store.ts";

/** What all documents carry besides their own fields. */
const envelope = v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(0)) });

export type DocumentOf<Fields> = Fields & {
  version: number;
  /** Of the last journal record applied to it: a replay skips what it has. */
  sequence: number;
};

const sequence = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What is in documents of one kind, now and in older versions. */
export interface Form<Fields> {
  readonly schema: v.GenericSchema<unknown, Fields>;
  readonly migrations: Migrations;
}

/** A list that is kept as it is written: entries by `formatRow` with commas between them, in parts of any length. */
export class FormattedRows {
  readonly parts: readonly Buffer[];

  constructor(parts: readonly Buffer[]) {
    this.parts = parts;
  }
}

/** Fields as they are written. */
export type Written<Fields> = {
  readonly [Name in keyof Fields]:
    | Fields[Name]
    | (Fields[Name] extends readonly unknown[] ? FormattedRows : never);
};

export class DocumentFile<Fields extends object> implements Adapter<DocumentOf<Written<Fields>>> {
  readonly #files: Files;
  readonly #path: string;
  readonly #schema: v.GenericSchema<unknown, Fields>;
  readonly #migrations: Migrations;
  readonly #keepsPrevious: boolean;

  /** `keepsPrevious`: whether a write leaves what the document was before as `.bak`. */
  constructor(files: Files, path: string, { schema, migrations }: Form<Fields>, keepsPrevious: boolean) {
    this.#files = files;
    this.#path = path;
    this.#schema = schema;
    this.#migrations = migrations;
    this.#keepsPrevious = keepsPrevious;
  }

  /** Null where there is no such file; a StoreError `corrupt`, `newer` or `unusable` names it. */
  async read(): Promise<DocumentOf<Fields> | null> {
    const text = await this.#text();
    if (text === undefined) return null;
    const document = migrate(
      v.parse(envelope, this.#parse(text)),
      this.#migrations,
      documentVersion,
      this.#path,
    );
    return { ...this.#checked(document), version: documentVersion };
  }

  async write(document: DocumentOf<Written<Fields>>): Promise<void> {
    // First of all, before anything waits: what is written is the document as it is now.
    const bytes = format(document);
    const temporary = `${this.#path}.tmp`;
    const file = await this.#openInFolder(temporary);
    try {
      await file.write(bytes, 0);
    } finally {
      await file.close();
    }
    if (this.#keepsPrevious) await this.#keepPrevious();
    await this.#files.rename(temporary, this.#path);
    await this.#files.syncFolder(dirname(this.#path));
  }

  /** Nearly always the folder is there. */
  async #openInFolder(path: string): Promise<OpenFile> {
    try {
      return await this.#files.open(path, "w");
    } catch (error) {
      if (!failedWith(error, "ENOENT")) throw error;
      await this.#files.makeFolder(dirname(path));
      return this.#files.open(path, "w");
    }
  }

  async #text(): Promise<string | undefined> {
    try {
      return (await this.#files.read(this.#path)).toString();
    } catch (error) {
      if (failedWith(error, "ENOENT")) return undefined;
      throw new StoreError("unusable", `Can't read ${this.#path}: ${reasonOf(error)}.`, { cause: error });
    }
  }

  #parse(text: string): unknown {
    try {
      const parsed: unknown = JSON.parse(text);
      if (v.is(envelope, parsed)) return parsed;
    } catch {
      // Told below, with the path.
    }
    throw corruptDocument(this.#path, "is not a document of this program");
  }

  #checked(document: unknown): Fields & { sequence: number } {
    const fields = v.safeParse(this.#schema, document);
    const place = v.safeParse(v.looseObject({ sequence }), document);
    if (fields.success && place.success) return { ...fields.output, sequence: place.output.sequence };
    const [issue] = fields.issues ?? place.issues ?? [];
    const where = issue ? `: ${v.getDotPath(issue) ?? "all of it"}: ${issue.message}` : "";
    throw corruptDocument(this.#path, `doesn't hold what it should${where}`);
  }

  /** A second name for what is about to be replaced, so that there is no moment without the document. */
  async #keepPrevious(): Promise<void> {
    const kept = `${this.#path}.bak`;
    await unlessMissing(this.#files.remove(kept));
    await unlessMissing(this.#files.link(this.#path, kept));
  }
}

/** The document is gone for good when it resolves, with what it was before; no harm where it's gone already. */
export async function removeDocument(files: Files, path: string): Promise<void> {
  await unlessMissing(files.remove(`${path}.bak`));
  if (await unlessMissing(files.remove(path))) await files.syncFolder(dirname(path));
}

/** False: the file isn't there. */
async function unlessMissing(done: Promise<void>): Promise<boolean> {
  try {
    await done;
    return true;
  } catch (error) {
    if (failedWith(error, "ENOENT")) return false;
    throw error;
  }
}

/** A document that isn't on disk yet. */
export function beginDocument<Fields extends object>(fields: Fields): DocumentOf<Fields> {
  return { ...fields, version: documentVersion, sequence: 0 };
}

/** What `fields` begin where there is no such file; rejects like `DocumentFile.read`. */
export async function readDocument<Fields extends object>(
  files: Files,
  path: string,
  form: Form<Fields>,
  fields: Fields,
): Promise<DocumentOf<Fields>> {
  const adapter = new DocumentFile(files, path, form, false);
  const document = new Low<DocumentOf<Fields>>(adapter, beginDocument(fields));
  await document.read();
  return document.data;
}

/** On disk when it resolves, as of now. `hasPrevious`: whether what it was before is kept. */
export async function writeDocument<Fields extends object>(
  files: Files,
  path: string,
  form: Form<Fields>,
  fields: Written<Fields>,
  sequence: number,
  hasPrevious: boolean,
): Promise<void> {
  const adapter = new DocumentFile(files, path, form, hasPrevious);
  await new Low(adapter, { ...fields, version: documentVersion, sequence }).write();
}

/** JSON for people: a line for each field, and for each entry of a list. */
function format(document: object): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(document)) {
    parts.push(Buffer.from(`${parts.length === 0 ? "{" : ","}\n${JSON.stringify(name)}: `));
    if (value instanceof FormattedRows) parts.push(listBegin, ...value.parts, listEnd);
    else parts.push(Buffer.from(formatValue(value)));
  }
  return Buffer.concat([...parts, documentEnd]);
}

const listBegin = Buffer.from("[");
const listEnd = Buffer.from("\n]");
const documentEnd = Buffer.from("\n}\n");

function formatValue(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(formatRow).join(",")}\n]` : JSON.stringify(value);
}

/** One entry of a list, on a line of its own. */
export function formatRow(row: unknown): string {
  return `\n  ${JSON.stringify(row)}`;
}
