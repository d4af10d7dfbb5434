/** The numbers inside a CSI sequence: fields apart by semicolons, subfields by colons, all of them optional. */

/** Fields of subfields; an empty one is undefined. */
export type Parameters = ReadonlyArray<ReadonlyArray<number | undefined>>;

const NUMERIC = /^[\d;:]*$/;

/** Undefined for private sequences (`CSI ? …`) and intermediates, which are replies and never keys. */
export function parseParameters(text: string): Parameters | undefined {
  if (!NUMERIC.test(text)) return undefined;
  return text
    .split(";")
    .map((field) => field.split(":").map((part) => (part === "" ? undefined : Number(part))));
}

/** The first subfield of a field. */
export function numberAt(parameters: Parameters, field: number): number | undefined {
  return parameters[field]?.[0];
}
