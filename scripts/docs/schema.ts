/** Turns the checks of the wire's tables into rows for people: which fields, of which type, within which bounds. */

import { table } from "./markdown.ts";

/** What this page needs to see of a valibot schema, or of a step in its pipe. */
export interface Part {
  readonly type: string;
  readonly pipe?: readonly Part[];
  readonly requirement?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly wrapped?: Part;
  readonly item?: Part;
  readonly entries?: Readonly<Record<string, Part>>;
  readonly options?: readonly unknown[];
}

export interface Field {
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;
  readonly meaning: string;
}

/** A map that occurs in several places and has a section of its own. */
export interface Shape {
  readonly name: string;
  readonly schema: Part;
}

/** The fields of a map in the order of the table, nested ones after the field that holds them. */
export function fieldsOf(schema: Part, shapes: readonly Shape[], prefix = ""): Field[] {
  return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => {
    const optional = entry.type === "optional";
    const inner = optional && entry.wrapped ? entry.wrapped : entry;
    const path = `${prefix}${name}`;
    const field = { path, type: typeOf(inner, shapes), optional, meaning: meaningOf(inner) };
    return [field, ...nestedFields(inner, shapes, path)];
  });
}

/** A Markdown table, or one sentence when there is nothing to list. */
export function fieldTable(schema: Part, shapes: readonly Shape[]): string {
  const fields = fieldsOf(schema, shapes);
  if (fields.length === 0) return "No fields.";
  const rows = fields.map(({ path, type, optional, meaning }) => [
    `\`${path}\``,
    optional ? `${type}, optional` : type,
    meaning,
  ]);
  return table(["field", "type", "meaning"], rows);
}

function nestedFields(schema: Part, shapes: readonly Shape[], path: string): Field[] {
  if (shapes.some((shape) => shape.schema === schema)) return [];
  if (schema.type === "array" && schema.item) return nestedFields(schema.item, shapes, `${path}[]`);
  return schema.type === "object" ? fieldsOf(schema, shapes, `${path}.`) : [];
}

function typeOf(schema: Part, shapes: readonly Shape[]): string {
  const shape = shapes.find((row) => row.schema === schema);
  if (shape) return `[${shape.name}](#${shape.name})`;
  const bounds = boundsOf(schema);
  if (schema.type === "array" && schema.item) return join(`array of ${typeOf(schema.item, shapes)}`, bounds);
  if (schema.type === "object") return "map";
  if (schema.type === "record") return "map of string to number";
  if (schema.type === "picklist")
    return `one of ${(schema.options ?? []).map((one) => `\`${one}\``).join(", ")}`;
  if (schema.type === "number" && has(schema, "safe_integer", "integer")) return join("integer", bounds);
  return join(schema.type, bounds);
}

function boundsOf(schema: Part): string {
  const unit = schema.type === "array" ? " items" : schema.type === "string" ? " UTF-16 units" : "";
  const least = requirement(schema, schema.type === "number" ? "min_value" : "min_length");
  const most = requirement(schema, schema.type === "number" ? "max_value" : "max_length");
  const pattern = requirement(schema, "regex");
  if (pattern) return `\`${(pattern as RegExp).source}\``;
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  return least === undefined ? "" : `at least ${least}${least === 1 ? unit.replace(/s$/, "") : unit}`;
}

function requirement(schema: Part, type: string): unknown {
  return stepsOf(schema).findLast((part) => part.type === type)?.requirement;
}

function has(schema: Part, ...types: string[]): boolean {
  return stepsOf(schema).some((part) => types.includes(part.type));
}

/** What a schema checks and says, the outermost last: pipes stand within pipes. */
function stepsOf(schema: Part): readonly Part[] {
  const [inner, ...steps] = schema.pipe ?? [];
  return inner === undefined ? [] : [...stepsOf(inner), ...steps];
}

function meaningOf(schema: Part): string {
  const own = stepsOf(schema).findLast((part) => part.type === "metadata")?.metadata?.is;
  return typeof own === "string" ? own : "";
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}
