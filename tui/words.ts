/** Sentences that the screen, line mode and the commands beside it share: what is so, not which key answers it. */
import { duration, when } from "./log/times.ts";
import type { ListKind, ListRow, LoginField, LoginProblem } from "./state/state.ts";

export const fieldLabels: Readonly<Record<LoginField, string>> = {
  name: "Name",
  password: "Password",
  again: "Password again",
};

/** Why there is no session, as far as it was the form's fault. */
export function problemWords(problem: LoginProblem, now: number): string {
  switch (problem.kind) {
    case "text":
    case "note":
      return problem.text;
    case "wrong":
      return `Name or password is wrong. ${tries(problem)} left before a lock of 60 s.`;
    case "locked": {
      const seconds = secondsLocked(problem, now);
      if (seconds <= 0) return `The lock on ${problem.name} is over. Try again.`;
      return `Too many failed logins: ${problem.name} is locked from here. Again in ${seconds} s.`;
    }
    case "held":
      return `${problem.name} is logged in already from ${problem.address}, since ${when(problem.since, now)} (${duration(now - problem.since)}).`;
  }
}

export function tries({ triesLeft }: { readonly triesLeft: number }): string {
  return triesLeft === 1 ? "1 try" : `${triesLeft} tries`;
}

/** 0 or less when the lock is over. */
export function secondsLocked({ until }: { readonly until: number }, now: number): number {
  return Math.ceil((until - now) / 1000);
}

export function noAccount(name: string): string {
  return `There is no account called ${name}.`;
}

/** What a list of people says beside a name. */
export function personWords({ time, online }: Omit<ListRow, "name">, kind: ListKind, now: number): string {
  if (kind === "blocked") return `since ${when(time, now)}`;
  if (kind === "online") return `since ${when(time, now)}, ${duration(now - time)}`;
  return `${when(time, now)}, ${duration(now - time)} ago, ${online ? "still here" : "has left"}`;
}
