/** Panels as lines: what the screen shows over the log is said once, a list as its pages come. */
import { duration } from "../log/times.ts";
import { type CommandWords, commands } from "../state/commands.ts";
import type { Context } from "../state/effects.ts";
import { formWords, isForm } from "../state/form.ts";
import { outboxRows } from "../state/outbox.ts";
import { listTitles } from "../state/panels.ts";
import type { ChatScreen, FormPanel, Panel } from "../state/state.ts";
import { personWords } from "../words.ts";
import { lineCommands } from "./commands.ts";
import { settingLines } from "./settings.ts";

type List = Extract<Panel, { kind: "list" }>;

/** What is new in the panel; what is found is told by itself. */
export function panelRows(before: Panel | undefined, chat: ChatScreen, context: Context): string[] {
  const { panel } = chat;
  const { now } = context;
  if (panel === undefined || panel === before) return [];
  switch (panel.kind) {
    case "help":
      return helpRows();
    case "words":
      return [`${panel.title}.`, ...panel.text.split("\n").filter((row) => row !== "")];
    case "form":
      return formRows(before, panel);
    case "list":
      return listRows(before, panel, now);
    case "outbox":
      return outboxLines(chat, now);
    case "settings":
      return settingLines(context);
    default:
      return [];
  }
}

/** The question itself is the prompt. */
function formRows(before: Panel | undefined, panel: FormPanel): string[] {
  if (panel.problem !== undefined) return [panel.problem];
  return isForm(before) ? [] : [formWords(panel), "An empty line leaves all as it is."];
}

function listRows(before: Panel | undefined, { list, rows }: List, now: number): string[] {
  if (rows === undefined) return [];
  const known = before?.kind === "list" && before.list === list ? before.rows : undefined;
  const people = rows.slice(known?.length ?? 0).map((row) => `${row.name}, ${personWords(row, list, now)}`);
  if (known !== undefined) return people;
  return [`${listTitles[list]}:`, ...(people.length > 0 ? people : ["Nobody."])];
}

function outboxLines(chat: ChatScreen, now: number): string[] {
  const rows = outboxRows(chat).map(({ conversation, message }) => {
    const words = message.refused ?? (message.kept ? "waits, kept on this disk" : "waits, in memory only");
    return `To ${conversation.name}, ${duration(now - message.time)} ago, ${words}: ${message.text.replaceAll("\n", " ")}`;
  });
  return rows.length > 0 ? rows : ["Nothing waits, and nothing was refused."];
}

function helpRows(): string[] {
  const rows: readonly CommandWords[] = [...commands.filter(({ onScreen }) => !onScreen), ...lineCommands];
  return [
    "A line that you type is sent to everyone, or to whom you went last with /whisper.",
    "A line that ends in \\ goes on in the next one. Two slashes at the start send one.",
    ...rows.map(({ name, aliases, usage, help }) => {
      const also = aliases.length > 0 ? ` (also ${aliases.map((alias) => `/${alias}`).join(" ")})` : "";
      return `${[`/${name}`, usage].join(" ").trim()}: ${help}${also}`;
    }),
  ];
}
