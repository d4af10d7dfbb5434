/** The sections of README.md that repeat what tables in the code say: keys, commands and options. */
import type { Option } from "commander";
import { adminCommands } from "../../server/admin/commands.ts";
import { variableOf } from "../../server/configuration.ts";
import { subcommands as serverCommands, serverOptions } from "../../server/options.ts";
import { lineCommands } from "../../tui/line/commands.ts";
import { clientOptions, subcommands } from "../../tui/options.ts";
import type { Bindable } from "../../tui/state/bindings.ts";
import { type CommandWords, commands } from "../../tui/state/commands.ts";
import { groupsToRead } from "../../tui/state/keys.ts";
import { loginKeys } from "../../tui/state/login-keys.ts";
import { choicesOf, settingRows } from "../../tui/state/settings.ts";
import { keyName } from "../../tui/terminal/key-names.ts";
import { replaceBetween, table } from "./markdown.ts";

export function readme(current: string): string {
  const sections: Readonly<Record<string, string>> = {
    keys: keysSection(),
    "login keys": keyTable(loginKeys),
    commands: commandTable([
      ...commands,
      ...lineCommands.map((row) => ({ ...row, help: `in line mode: ${row.help}` })),
    ]),
    settings: settingTable(),
    "server options": `${serverOptionTable()}\n\n${serverCommandTable()}`,
    "client options": `${optionTable(clientOptions())}\n\n${subcommandTable()}`,
  };
  return Object.entries(sections).reduce(
    (page, [name, content]) => replaceBetween(page, name, content),
    current,
  );
}

function keysSection(): string {
  return groupsToRead.map(({ title, rows }) => `**${title}**\n\n${keyTable(rows)}`).join("\n\n");
}

function keyTable(rows: readonly (Bindable & { help: string })[]): string {
  return table(
    ["key", "does", "in settings"],
    rows.map(({ name, keys, help }) => [keys.map(keyName).join(", "), help, `\`${name}\``]),
  );
}

function commandTable(rows: readonly CommandWords[]): string {
  return table(
    ["command", "also", "does"],
    rows.map(({ name, aliases, usage, help }) => [
      `\`/${[name, usage].join(" ").trim()}\``,
      aliases.map((alias) => `\`/${alias}\``).join(" "),
      help,
    ]),
  );
}

function serverCommandTable(): string {
  const rows = Object.values(serverCommands).map(({ usage, help }) => [`\`chat-server ${usage}\``, help]);
  const admin = adminCommands.flatMap(({ usage, help, options }) => {
    const name = `chat-server admin ${usage}`;
    return [
      [`\`${name}\``, help],
      ...options.map(({ flags, description }) => [`\`${name} ${flags}\``, description]),
    ];
  });
  return table(["command", "does"], [...rows, ...admin]);
}

/** Each subcommand, with the options of its own below it. */
function subcommandTable(): string {
  const rows = Object.entries(subcommands).flatMap(([name, { usage, help, options }]) => [
    [`\`chat-tui ${usage}\``, help],
    ...options.map(({ flags, description }) => [`\`chat-tui ${name} ${flags}\``, description]),
  ]);
  return table(["command", "does"], rows);
}

function serverOptionTable(): string {
  return table(
    ["option", "default", "meaning", "in the environment"],
    serverOptions({}).map((option) => [
      `\`${option.flags}\``,
      defaultWords(option),
      option.description,
      `\`${variableOf(option)}\``,
    ]),
  );
}

function optionTable(options: readonly Option[]): string {
  return table(
    ["option", "default", "meaning"],
    options.map((option) => [`\`${option.flags}\``, defaultWords(option), option.description]),
  );
}

function defaultWords({ flags, defaultValue, defaultValueDescription = "" }: Option): string {
  if (flags.startsWith("--data")) return "see below";
  if (defaultValue === undefined) return defaultValueDescription;
  return defaultValue === false ? "" : String(defaultValue);
}

function settingTable(): string {
  return table(
    ["setting", "value", "at first", "what it is"],
    Object.entries(settingRows).map(([name, { help, check, initial }]) => {
      const values = choicesOf(check)?.map((value) => `\`${JSON.stringify(value)}\``) ?? ["see below"];
      const first = choicesOf(check) === undefined ? "none" : `\`${JSON.stringify(initial)}\``;
      return [`\`${name}\``, values.join(", "), first, help];
    }),
  );
}
