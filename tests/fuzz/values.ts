/** Random values for the tables of the protocol, made from their own checks, so that a new row needs nothing here. */
import fc from "fast-check";
import type * as v from "valibot";

/** As far as the tables use them. */
type Schema = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly wrapped?: Schema;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
};

/** Where values come from that are to mean something. */
export interface Pools {
  /** By the field's name. */
  readonly fields: Readonly<Record<string, fc.Arbitrary<unknown>>>;
  /** For all other texts. */
  readonly texts: fc.Arbitrary<string>;
}

/** What no check lets pass, or what it may not have been made for. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    -1,
    0,
    0.5,
    2 ** 53 - 1,
    -(2 ** 53) + 1,
    "",
    "__proto__",
    "\0",
    "x".repeat(5000),
    [],
    {},
    null,
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** Values that pass the check, mostly. */
export function passing(schema: Schema, pools: Pools): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "object":
      return fieldsOf(schema, pools);
    case "array":
      return fc.array(passing(part(schema.item), pools), { maxLength: 6 });
    case "record":
      return fc.dictionary(fc.string({ maxLength: 10 }), passing(part(schema.value), pools), { maxKeys: 4 });
    case "optional":
      return passing(part(schema.wrapped), pools);
    case "picklist":
      return fc.constantFrom(...(schema.options ?? []));
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.oneof(fc.integer({ min: required(schema, "min_value", -5), max: 200 }), fc.maxSafeNat());
    default:
      return pools.texts.map((text) => text.slice(0, required(schema, "max_length", 10_000)));
  }
}

/** A map of these fields; some are left out, some hold what they shouldn't when `wrong` says so. */
export function fieldsOf(schema: Schema, pools: Pools, wrong?: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  const entries = Object.entries(schema.entries ?? {});
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, entry] of entries) {
    const pool = pools.fields[name];
    const right = pool ? fc.oneof(pool, passing(entry, pools)) : passing(entry, pools);
    fields[name] = wrong ? fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrong }) : right;
  }
  const requiredKeys = wrong
    ? []
    : entries.filter(([, { type }]) => type !== "optional").map(([name]) => name);
  return fc.record(fields, { requiredKeys, noNullPrototype: true });
}

function required(schema: Schema, type: string, otherwise: number): number {
  const found = schema.pipe?.find((action) => action.type === type)?.requirement;
  return typeof found === "number" ? found : otherwise;
}

function part(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new Error("A check has no part where one belongs.");
  return schema;
}
