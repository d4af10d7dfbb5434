/** Every setting: one row each, with its words, its check and what it is until somebody changes it. */
import * as v from "valibot";

interface SettingRow {
  readonly help: string;
  readonly check: v.GenericSchema;
  readonly initial: unknown;
}

export const settingRows = {
  sidebar: { help: "show the contacts where there is room", check: v.boolean(), initial: true },
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof settingRows;
export type Settings = {
  readonly [Name in SettingName]: v.InferOutput<(typeof settingRows)[Name]["check"]>;
};

/** What holds without a settings file. */
export const initialSettings = Object.fromEntries(
  Object.entries(settingRows).map(([name, { initial }]) => [name, initial]),
) as Settings;
