/** The sections of README.md that repeat what tables in the code say: keys, commands and options. */
import type { Option } from "commander";
import { serverOptions } from "../../server/options.ts";
import { clientOptions } from "../../tui/options.ts";
import type { Bindable } from "../../tui/state/bindings.ts";
import { commands } from "../../tui/state/commands.ts";
import { keyGroups } from "../../tui/state/keys.ts";
import { loginKeys } from "../../tui/state/login-keys.ts";
import { keyName } from "../../tui/terminal/key-names.ts";
import { replaceBetween, table } from "./markdown.ts";

export function readme(current: string): string {
  const sections: Readonly<Record<string, string>> = {
    keys: keysSection(),
    "login keys": keyTable(loginKeys),
    commands: table(
      ["command", "also", "does"],
      commands.map(({ name, aliases, usage, help }) => [
        `\`/${[name, usage].join(" ").trim()}\``,
        aliases.map((alias) => `\`/${alias}\``).join(" "),
        help,
      ]),
    ),
    "server options": optionTable(serverOptions({})),
    "client options": optionTable(clientOptions()),
  };
  return Object.entries(sections).reduce(
    (page, [name, content]) => replaceBetween(page, name, content),
    current,
  );
}

function keysSection(): string {
  return keyGroups.map(({ title, rows }) => `**${title}**\n\n${keyTable(rows)}`).join("\n\n");
}

function keyTable(rows: readonly (Bindable & { help: string })[]): string {
  return table(
    ["key", "does", "in settings"],
    rows.map(({ name, keys, help }) => [keys.map(keyName).join(", "), help, `\`${name}\``]),
  );
}

function optionTable(options: readonly Option[]): string {
  return table(
    ["option", "default", "meaning"],
    options.map(({ flags, defaultValue, description }) => [
      `\`${flags}\``,
      flags.startsWith("--data")
        ? "see below"
        : defaultValue === undefined || defaultValue === false || defaultValue === ""
          ? ""
          : String(defaultValue),
      description,
    ]),
  );
}
