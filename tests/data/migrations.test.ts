/** Documents of older versions become current ones step by step; those of newer ones are refused. */
import test from "ava";
import { type Migrations, migrate, type Versioned } from "../../data/migrations.ts";

interface Named extends Versioned {
  readonly names: readonly string[];
}

const table: Migrations = new Map<number, (document: Versioned) => Versioned>([
  [1, (document) => ({ ...document, names: [] })],
  [2, (document) => ({ ...document, names: [...(document as Named).names, "from 2"] })],
]);

test("a document goes through every step from its version on", (t) => {
  t.deepEqual(migrate({ version: 1 }, table, 3, "p"), { version: 3, names: ["from 2"] } as Versioned);
  const two: Named = { version: 2, names: ["kept"] };
  t.deepEqual(migrate(two, table, 3, "p"), { version: 3, names: ["kept", "from 2"] } as Versioned);
});

test("a document of the current version is returned as it is", (t) => {
  const document = { version: 3 };
  t.is(migrate(document, table, 3, "p"), document);
});

test("a newer version is refused with path and version", (t) => {
  const error = t.throws(() => migrate({ version: 4 }, table, 3, "/d/x.json"));
  t.like(error, { name: "StoreError", code: "newer" });
  t.regex(error?.message ?? "", /\/d\/x\.json has version 4; this program knows 3/);
});

test("a version without a step is refused as corrupt", (t) => {
  t.like(
    t.throws(() => migrate({ version: 0 }, table, 3, "p")),
    { code: "corrupt" },
  );
});
