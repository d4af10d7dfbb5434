/** Times as people read them, in their own time zone. */

const days = new Map<number, string>();

/** Hours and minutes, `09:05`. */
export function clock(time: number): string {
  const date = new Date(time);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** With seconds, `09:05:07`. */
export function exactTime(time: number): string {
  return `${clock(time)}:${pad(new Date(time).getSeconds())}`;
}

/** A number that is the same for all times of one local day. */
export function dayOf(time: number): number {
  const date = new Date(time);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

/** `Monday, 23 November 2026`. */
export function dayName(time: number): string {
  const day = dayOf(time);
  const known = days.get(day);
  if (known !== undefined) return known;
  const name = new Date(time).toLocaleDateString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  days.set(day, name);
  return name;
}

/** A time today as a clock, an older one with its date. */
export function when(time: number, now: number): string {
  return dayOf(time) === dayOf(now) ? clock(time) : `${dayName(time)}, ${clock(time)}`;
}

/** `12 s`, `5 min`, `3 h`, `2 d`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
