/** Arbitrary values that a frame can carry, for properties. */
import fc from "fast-check";

/** msgpackr keeps `__proto__` from becoming a prototype by renaming it, so no value with that key comes back. */
const key = fc.string({ unit: "grapheme", maxLength: 12 }).filter((name) => name !== "__proto__");

const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(0, 31, 127, 128, 2 ** 32, -32, -33),
);
const float = fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0));
const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  integer,
  float,
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: "grapheme", maxLength: 80 }),
);

function map(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.array(fc.tuple(key, value), { maxLength: 20 }).map(Object.fromEntries);
}

const inner = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 20 }),
    map(tie("value")),
  ),
})).value;

export const values: fc.Arbitrary<object> = map(inner);
