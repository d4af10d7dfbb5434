/** Sentences that the screen, line mode and the commands beside it share: what is so, not which key answers it. */
import { type Fingerprint, fingerprintRows } from "../protocol/index.ts";
import { duration, when } from "./log/times.ts";
import type { CertificateQuestion } from "./state/certificate.ts";
import type { ListKind, ListRow, LoginField, LoginProblem } from "./state/state.ts";

export const fieldLabels: Readonly<Record<LoginField, string>> = {
  name: "Name",
  password: "Password",
  again: "Password again",
  answer: "Your answer",
};

/** Of a fingerprint, in a row of a narrow window. */
const groupsEverywhere = 4;

/** What has to be typed to accept a certificate: more where another one was expected, lest it be done by habit. */
export function wordFor({ expected }: CertificateQuestion): string {
  return expected === undefined ? "yes" : "trust";
}

/** What is so, what to do about it, and the fingerprints that it's about. */
export interface CertificateWords {
  readonly what: string;
  readonly fingerprints: readonly { readonly label: string; readonly fingerprint: Fingerprint }[];
  readonly advice: string;
}

export function certificateWords({ offered, expected }: CertificateQuestion): CertificateWords {
  if (expected === undefined) {
    return {
      what: "This server is new here. Nothing has been sent to it.",
      fingerprints: [{ label: "Its certificate has the fingerprint", fingerprint: offered }],
      advice: "Compare it with what the server has printed at its start, or ask whoever runs it.",
    };
  }
  return {
    what: "THIS IS NOT THE EXPECTED CERTIFICATE. Either the server has been given a new one, or somebody is between you and the server. Nothing has been sent.",
    fingerprints: [
      { label: "Expected", fingerprint: expected },
      { label: "Shown now", fingerprint: offered },
    ],
    advice: "Ask whoever runs the server, by other means than this, which one is right.",
  };
}

/** All of it in rows that fit anywhere. */
export function certificateText(question: CertificateQuestion): string {
  const { what, fingerprints, advice } = certificateWords(question);
  const rows = fingerprints.flatMap(({ label, fingerprint }) => [
    `${label}:`,
    ...fingerprintRows(fingerprint, groupsEverywhere),
  ]);
  return [what, ...rows, advice].join("\n");
}

/** For whoever can't be asked: in one line, with what to do. */
export function certificateFailure({ offered, expected }: CertificateQuestion): string {
  if (expected === undefined)
    return `The server's certificate is not known here. If it's the one that the server has printed at its start, say so with --fingerprint ${offered}`;
  return `The server does not show the expected certificate (${expected}). Nothing was sent. Ask whoever runs it. If the new one is right, say so with --fingerprint ${offered}`;
}

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
