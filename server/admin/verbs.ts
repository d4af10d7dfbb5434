/** What an operator may ask of a running server: one row per verb, with the check of what comes with it. */
import * as v from "valibot";
import { type Family, families } from "../metrics/families.ts";
import { ban, bans, unban } from "./bans.ts";
import type { Operated } from "./operated.ts";
import { kick, resetPassword, unlock, users } from "./users.ts";

const name = v.object({ name: v.string() });
const who = v.object({ who: v.string() });
const lasting = v.object({ who: v.string(), seconds: v.optional(v.pipe(v.number(), v.minValue(1))) });

export const verbs = {
  users: verb(v.object({ after: v.string() }), users),
  kick: verb(name, kick),
  ban: verb(lasting, ban),
  unban: verb(who, unban),
  bans: verb(v.object({}), bans),
  "reset-password": verb(v.object({ name: v.string(), password: v.string() }), resetPassword),
  unlock: verb(name, unlock),
  stats: verb(v.object({}), stats),
} as const;

export type Verb = keyof typeof verbs;
export type Asked<Name extends Verb> = Parameters<(typeof verbs)[Name]["perform"]>[1];
export type Answered<Name extends Verb> = Awaited<ReturnType<(typeof verbs)[Name]["perform"]>>;

interface Row<Params, Answer> {
  readonly check: v.GenericSchema<unknown, Params>;
  readonly perform: (operated: Operated, params: Params) => Answer | Promise<Answer>;
}

function verb<Params, Answer>(
  check: Row<Params, Answer>["check"],
  perform: Row<Params, Answer>["perform"],
): Row<Params, Answer> {
  return { check, perform };
}

/** Histograms are for dashboards. */
function stats(operated: Operated): { families: Family[] } {
  return { families: families(operated).filter(({ samples }) => samples.length > 0) };
}
