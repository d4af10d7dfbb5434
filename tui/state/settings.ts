/** Every setting: one row each, with its words, its check and what it is until somebody changes it. */
import * as v from "valibot";
import { readFingerprint } from "../../protocol/index.ts";
import { subcommandNames } from "../subcommands.ts";

interface SettingRow {
  readonly help: string;
  /** Choices are changed in the panel; records by hand, and read entry by entry. */
  readonly check: Choice | v.RecordSchema<v.GenericSchema<string>, v.GenericSchema, undefined>;
  readonly initial: unknown;
}

type Choice = v.BooleanSchema<undefined> | v.PicklistSchema<readonly string[], undefined>;

export const notifyLevels = ["all", "mentions", "none"] as const;
export type NotifyLevel = (typeof notifyLevels)[number];

/** One word without anything that a terminal could take for more. */
export const wordCheck = v.pipe(
  v.string("has to be a text"),
  v.regex(/^[^\s\p{C}]+$/u, "has to be one word"),
);

const portWords = "a port is a number from 1 to 65535";
export const portCheck = v.pipe(
  v.number(portWords),
  v.integer(portWords),
  v.minValue(1, portWords),
  v.maxValue(65535, portWords),
);

/** Lower case, as both parts are compared. */
const placedCheck = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(/^[^\s@]+(@\S+:\d+)?$/, "name it like bob, or bob@host:port for one server only"),
);

const fingerprintWords = "a fingerprint is SHA256: and 64 hex digits";
const fingerprintCheck = v.pipe(
  v.string(fingerprintWords),
  v.transform(readFingerprint),
  v.string(fingerprintWords),
);

const profileCheck = v.strictObject(
  {
    host: v.optional(wordCheck),
    port: v.optional(portCheck),
    user: v.optional(wordCheck),
    fingerprint: v.optional(fingerprintCheck),
  },
  "a profile has a host, a port, a user and a fingerprint, or some of them",
);
export type Profile = v.InferOutput<typeof profileCheck>;

/** What would run a subcommand instead. */
const isSubcommand = (name: string): boolean => subcommandNames.some((one) => one === name);

export const settingRows = {
  theme: {
    help: "the colours: auto, dark, light, or contrast for as much of it as there is",
    check: v.picklist(["auto", "dark", "light", "contrast"]),
    initial: "auto",
  },
  notify: {
    help: "how to tell of messages while you look elsewhere: a bell, or a notification of the desktop",
    check: v.picklist(["off", "bell", "osc9", "osc777", "all"]),
    initial: "bell",
  },
  "notify-in": {
    help: "what is told, by conversation (bob, bob@host:port): all, mentions or none",
    check: v.record(placedCheck, v.picklist(notifyLevels)),
    initial: {},
  },
  quiet: { help: "no notifications at all", check: v.boolean(), initial: false },
  typing: { help: "tell those you write to that you are typing", check: v.boolean(), initial: true },
  mouse: { help: "wheel and clicks; Shift and drag selects text then", check: v.boolean(), initial: true },
  sidebar: { help: "show the contacts where there is room", check: v.boolean(), initial: true },
  profiles: {
    help: "servers by name, with host, port, user and perhaps fingerprint: chat-tui NAME goes there",
    check: v.record(
      v.pipe(
        v.string(),
        v.check((name) => !isSubcommand(name), "that is the name of a subcommand, so choose another"),
      ),
      profileCheck,
    ),
    initial: {},
  },
  keys: {
    help: "keys of your own, by the names of actions",
    check: v.record(
      v.string(),
      v.pipe(
        v.union([v.string(), v.array(v.string())], "takes a key or a list of keys"),
        v.transform((keys): readonly string[] => (typeof keys === "string" ? [keys] : keys)),
      ),
    ),
    initial: {},
  },
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof settingRows;
export type Settings = {
  readonly [Name in SettingName]: v.InferOutput<(typeof settingRows)[Name]["check"]>;
};

/** A setting, or an entry of one. */
export type SettingPath = readonly [SettingName, ...string[]];

/** What can be chosen from a list. */
export type SettingValue = boolean | string;

/** What holds without a settings file. */
export const initialSettings = Object.fromEntries(
  Object.entries(settingRows).map(([name, { initial }]) => [name, initial]),
) as Settings;

/** The values that a setting can have, undefined where they can't be counted. */
export function choicesOf(check: v.GenericSchema): readonly SettingValue[] | undefined {
  if (v.isOfType("boolean", check)) return [true, false];
  return isPicklist(check) ? check.options : undefined;
}

function isPicklist(check: v.GenericSchema): check is v.PicklistSchema<readonly string[], undefined> {
  return v.isOfType("picklist", check);
}

/** The choices in words. */
export function takes(check: v.GenericSchema): string | undefined {
  const choices = choicesOf(check)?.map((choice) => JSON.stringify(choice));
  return choices && new Intl.ListFormat("en", { type: "disjunction" }).format(choices);
}
