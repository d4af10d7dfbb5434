/**
 * The whole screen as a function of the state, as rows. Only panels go through Ink: what is always there costs no more
 * than the strings it's made of, and the first screen waits for nothing.
 */
import { isLoopbackHost } from "../../protocol/index.ts";
import { fits, type Layout, layoutChat, smallest } from "../layout.ts";
import { when } from "../log/times.ts";
import { viewport } from "../log/viewport.ts";
import { currentConversation } from "../state/conversations.ts";
import type { Context } from "../state/effects.ts";
import { editorOf } from "../state/focus.ts";
import { inLog } from "../state/island.ts";
import { isBrowsing } from "../state/keys.ts";
import { paneOf } from "../state/scrolling.ts";
import type { ChatScreen, Panel, Size, State } from "../state/state.ts";
import { typingWords } from "../state/typists.ts";
import { accent, bad, bold, dim, warning } from "../style.ts";
import { isolate } from "../text/direction.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap, wrapWithin } from "../text/wrap.ts";
import { badge, countBelow } from "./badge.ts";
import { withMarks } from "./browse-marks.ts";
import { completionRows } from "./completions.ts";
import { login } from "./login.ts";
import type { Cursor, Inset } from "./painter.ts";
import { sidebar } from "./sidebar.ts";
import { statusBar } from "./status.ts";

export interface View {
  /** As many as the terminal has. */
  readonly rows: readonly string[];
  readonly inset: Inset | undefined;
  readonly cursor: Cursor | undefined;
}

/** Lays out a panel in the place of the log: as many rows as the size has. */
export type PanelRows = (chat: ChatScreen, panel: Panel, size: Size, context: Context) => readonly string[];

export function view(state: State, panelRows: PanelRows): View {
  const { size, screen } = state;
  if (!fits(size))
    return { rows: filled(tooSmallRows(size), size.rows), inset: undefined, cursor: undefined };
  if (screen.kind === "chat") return chatView(state, screen, panelRows);
  const { rows, cursor } = login(state, screen);
  return { rows: filled(rows, size.rows), inset: undefined, cursor };
}

function tooSmallRows({ columns, rows }: Size): string[] {
  const words = `This window has ${columns}x${rows}; ${smallest.columns}x${smallest.rows} is needed. Make it larger.`;
  return wrap(words, columns);
}

function chatView(state: State, chat: ChatScreen, panelRows: PanelRows): View {
  const { rows } = state.size;
  const layout = layoutChat(chat, state.size);
  const { log, input, prompt } = layout;
  const middle = chat.panel ? panelRows(chat, chat.panel, log, state) : logRows(chat, state);
  const main = [
    ...(layout.header > 0 ? [header(state, chat, log.columns)] : []),
    ...middle,
    ...noticeRows(layout, chat),
    ...inputRows(layout, chat),
  ];
  const beside = layout.sidebar > 0 ? sidebar(chat, layout.sidebar, rows - 1, state.now) : [];
  return {
    rows: [...filled(beside, rows - 1), statusBar(state, chat)],
    inset: {
      left: log.left,
      top: 0,
      rows: main,
      over: [badge(chat, state, log) ?? [], completionRows(chat, layout)].flat(),
    },
    cursor: isBrowsing(chat)
      ? undefined
      : {
          row: rows - 1 - input.rows.length + input.cursorRow,
          column: log.left + textWidth(prompt) + input.cursorColumn,
        },
  };
}

/** Exactly so many rows. */
export function filled(rows: readonly string[], height: number): string[] {
  return Array.from({ length: height }, (_, index) => rows[index] ?? "");
}

function logRows(chat: ChatScreen, { size, server }: State): readonly string[] {
  const pane = paneOf(chat, size);
  const shownOf = viewport(inLog(currentConversation(chat)), pane);
  const rows = chat.browse ? withMarks(chat, chat.browse, shownOf) : shownOf.rows;
  const shown = rows.length > 0 ? rows : emptyRows(chat, server, pane);
  // Few messages stand at the lower edge, next to the input.
  const blank = Array.from({ length: Math.max(0, pane.rows - shown.length) }, () => "");
  return [...blank, ...shown].slice(-pane.rows);
}

function emptyRows(chat: ChatScreen, server: string, { columns, rows }: Size): string[] {
  const { id, name, history, removed } = inLog(currentConversation(chat));
  if (history.state === "unknown" || history.state === "loading") return [dim("…")];
  const none =
    removed > 0 ? "All messages so far were removed by this server's retention." : "No messages yet.";
  const words =
    id === "everyone"
      ? `${none} What you write here goes to everyone with an account, also to those who are offline.`
      : `${none} What you write here goes to ${name} only, also when ${name} is offline.`;
  const isAlone = chat.contacts.size === 0 && chat.live;
  const all = isAlone ? `${words}\nNobody else has an account yet. ${joinWords(server)}` : words;
  return wrapWithin(all, columns - 1, rows).map(dim);
}

/** What this machine calls itself is no use to others: the server knows better. */
function joinWords(server: string): string {
  const [host = "", port] = server.split(/:(?=\d+$)/);
  if (!isLoopbackHost(host)) return `They join with: npx chat-tui --host ${host} --port ${port}`;
  return `On this machine they join with: npx chat-tui --port ${port}\nThe line for other machines is the one that the server has printed at its start.`;
}

function header(state: State, chat: ChatScreen, columns: number): string {
  const conversation = currentConversation(chat);
  const title = conversation.id === "everyone" ? "everyone" : `${conversation.name} only`;
  const presence = presenceWords(chat, conversation.id, state.now);
  const count = countBelow(chat, state.size);
  const below = count > 0 ? ` ↓ ${count} below ` : "";
  const left = truncate(`${title} · ${presence}`, columns - textWidth(below));
  return bold(left) + accent(padEnd("", columns - textWidth(left) - textWidth(below)) + below);
}

function presenceWords(chat: ChatScreen, id: string, now: number): string {
  const typing = typingWords(chat, id, now);
  if (typing !== "") return typing;
  if (id === "everyone") return accounts(chat.contacts.size + 1);
  const contact = chat.contacts.get(id);
  if (contact === undefined) return "";
  if (contact.blocked) return "blocked by you";
  if (!chat.live && contact.online) return "was online";
  if (contact.since === undefined) return contact.online ? "online" : "offline";
  return contact.online
    ? `online since ${when(contact.since, now)}`
    : `last seen ${when(contact.since, now)}`;
}

function accounts(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}

const noticeStyles = { info: accent, quit: accent, error: bad, question: warning, block: accent } as const;

function noticeRows({ notice }: Layout, chat: ChatScreen): string[] {
  const style = noticeStyles[chat.notice?.kind ?? "info"];
  return notice.map((row) => ` ${style(row)}`);
}

function inputRows({ prompt, input }: Layout, chat: ChatScreen): string[] {
  const style = chat.current === "everyone" ? bold : warning;
  const indent = " ".repeat(textWidth(prompt));
  const isolated = isolate(editorOf(chat).text);
  return input.rows.map((row, index) => (index === 0 ? style(prompt) : indent) + isolated(row));
}
