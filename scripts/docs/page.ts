/** PROTOCOL.md: prose from protocol.md beside this file, with the tables of `protocol/` set into it. */
import { readFileSync } from "node:fs";
import { closings, errors } from "../../protocol/errors.ts";
import { events } from "../../protocol/events.ts";
import { type Example, examples } from "../../protocol/examples.ts";
import { encodeFrame } from "../../protocol/frames.ts";
import { limitRows, limits } from "../../protocol/limits.ts";
import { protocolVersion } from "../../protocol/messages.ts";
import { nameGrammar, reservedNames } from "../../protocol/names.ts";
import { costOf, message, type RequestName, requests } from "../../protocol/requests.ts";
import { annotate, hexOf } from "./hex.ts";
import { table, verbatim } from "./markdown.ts";
import { fieldsOf, fieldTable, type Part, type Shape } from "./schema.ts";

const shapes: readonly Shape[] = [{ name: "message", schema: message }];

/** The whole page. A placeholder without a value is a mistake in the prose, so it throws. */
export function protocolPage(): string {
  const prose = readFileSync(new URL("protocol.md", import.meta.url), "utf8");
  const values = new Map(Object.entries(placeholders()));
  return prose.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`protocol.md asks for {{${name}}}, which nothing provides.`);
    return value;
  });
}

function placeholders(): Record<string, string> {
  const numbers = Object.entries(limits).map(([name, value]) => [name, value.toLocaleString("en-US")]);
  return {
    ...Object.fromEntries(numbers),
    version: String(protocolVersion),
    nameGrammar,
    reserved: reservedNames.join(", "),
    exclusive: exclusiveRequests(),
    requestLinks: Object.keys(requests).map(link).join(", "),
    eventLinks: Object.keys(events).map(link).join(", "),
    firstFrame: firstFrame(),
    requests: (Object.keys(requests) as RequestName[]).map(requestSection).join("\n\n"),
    events: Object.entries(events).map(eventSection).join("\n\n"),
    shapes: shapes.map(({ name, schema }) => `### ${name}\n\n${fieldTable(schema, [])}`).join("\n\n"),
    errors: errorTable(),
    closings: table(
      ["code", "text"],
      Object.entries(closings).map(([code, text]) => [`\`${code}\``, text]),
    ),
    limits: limitTable(),
    session: session(),
  };
}

function link(name: string): string {
  return `[${name}](#${name})`;
}

function exclusiveRequests(): string {
  const names = Object.entries(requests).flatMap(([name, row]) =>
    "exclusive" in row ? [`\`${name}\``] : [],
  );
  return names.join(", ").replace(/, (?!.*, )/, " and ");
}

function firstFrame(): string {
  const first = examples.find(({ of }) => of === "hello");
  if (first === undefined) throw new Error("There is no example of hello.");
  return `For example, ${json(first.value)} is this frame:\n\n${verbatim(annotate(encodeFrame(first.value)))}`;
}

function requestSection(name: RequestName): string {
  const row = requests[name];
  const gate = { connected: "Anyone may ask.", greeted: "After `hello`.", "logged in": "In a session." }[
    row.gate
  ];
  const exclusive = "exclusive" in row ? " Exclusive: finished before later requests are looked at." : "";
  const own = row.errors.length > 0 ? row.errors.map((code) => `\`${code}\``).join(", ") : "none";
  return [
    `### ${name}`,
    `${row.doc}`,
    `${gate}${exclusive} Errors of its own: ${own}. Cost: ${costOf(name)}.`,
    `Parameters:\n\n${fieldTable(row.params, shapes)}`,
    `Result:\n\n${fieldTable(row.result, shapes)}`,
    ...frames(name),
  ].join("\n\n");
}

function eventSection([name, row]: [string, { readonly doc: string; readonly fields: Part }]): string {
  return [`### ${name}`, row.doc, fieldTable(row.fields, shapes), ...frames(name)].join("\n\n");
}

/** The examples of one request or event; those that differ only in the id are shown once. */
function frames(name: string): string[] {
  const shown = new Map(
    examples.filter(({ of }) => of === name).map((example) => [contentOf(example), example]),
  );
  const lines = [...shown.values()].map(
    (example) => `${line(example)}\n${hexOf(encodeFrame(example.value))}`,
  );
  return [verbatim(lines.join("\n\n"))];
}

function contentOf({ value }: Example): string {
  return JSON.stringify({ ...value, id: 0 });
}

function errorTable(): string {
  const rows = Object.entries(errors).map(([code, { text, detail }]) => {
    const fields = fieldsOf(detail, []).map(
      ({ path, type, meaning }) => `\`${path}\`: ${[type, meaning].filter(Boolean).join(", ")}`,
    );
    return [`\`${code}\``, text, fields.join("; ")];
  });
  return table(["code", "text", "detail"], rows);
}

function limitTable(): string {
  const rows = Object.entries(limitRows).map(([name, [value, unit, meaning]]) => [
    `\`${name}\``,
    String(value),
    unit,
    meaning,
  ]);
  return table(["name", "value", "unit", "meaning"], rows);
}

function session(): string {
  const lines = examples.map(
    (example) => `${example.client.padEnd(5)} ${arrow(example)} ${brief(example.value)}`,
  );
  return verbatim(lines.join("\n"));
}

function line(example: Example): string {
  return `${arrow(example)} ${json(example.value)}`;
}

function arrow({ kind }: Example): string {
  return kind === "request" ? "→" : "←";
}

function json(value: object): string {
  return JSON.stringify(value);
}

/** Without the table of limits, which is long and stands elsewhere on the page. */
function brief(value: object): string {
  return JSON.stringify(value, (key, inner) => (key === "limits" ? "…" : inner));
}
