/**
 * Metrics in Prometheus' text format (version 0.0.4). Written here, because it is simpler than what any client library
 * asks for: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import { Histogram } from "../counts.ts";
import type { Family, Sample } from "./families.ts";

export const contentType = "text/plain; version=0.0.4; charset=utf-8";

export function metricsText(families: readonly Family[]): string {
  return families.map(familyText).join("");
}

function familyText({ name, help, type, samples }: Family): string {
  const lines =
    type instanceof Histogram ? histogramLines(name, type) : samples.map((one) => line(name, one));
  const kind = type instanceof Histogram ? "histogram" : type;
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines, ""].join("\n");
}

/** Each bucket counts what is in those below it too. */
function histogramLines(name: string, { bounds, counts, sum }: Histogram): string[] {
  let total = 0;
  const buckets = counts.map((count, at) => {
    total += count;
    return line(`${name}_bucket`, { labels: { le: String(bounds[at] ?? "+Inf") }, value: total });
  });
  return [...buckets, line(`${name}_sum`, { value: sum }), line(`${name}_count`, { value: total })];
}

function line(name: string, { labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}`;
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
}
