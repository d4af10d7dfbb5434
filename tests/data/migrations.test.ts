/** Documents of older versions become current ones step by step; those of newer ones are refused. */
import test from "ava";
import { type Migrations, migrate, type Versioned } from "../../data/migrations.ts";

const table: Migrations = new Map([
  [1, () => ({ names: [] })],
  [3, ({ names }: Versioned) => ({ names: [...(names as string[]), "from 3"] })],
]);

test("a document goes through the steps from its version on, of which not every version has one", (t) => {
  t.deepEqual(migrate({ version: 1, more: true }, table, 4, "p"), {
    version: 4,
    more: true,
    names: ["from 3"],
  });
  t.deepEqual(migrate({ version: 2, names: ["kept"] }, table, 4, "p"), {
    version: 4,
    names: ["kept", "from 3"],
  });
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

test("a version that never was is refused as corrupt", (t) => {
  t.like(
    t.throws(() => migrate({ version: 0 }, table, 3, "p")),
    { code: "corrupt" },
  );
});
