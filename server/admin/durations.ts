/** Lengths of time as an operator types them: `90s`, `30m`, `2h`, `7d`. */

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** In seconds; undefined for what is none. */
export function secondsIn(text: string): number | undefined {
  const [, count, unit = ""] = /^([1-9]\d{0,5})([smhdw])$/.exec(text) ?? [];
  const factor = units[unit];
  return factor === undefined ? undefined : Number(count) * factor;
}
