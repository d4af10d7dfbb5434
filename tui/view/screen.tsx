/** The whole screen as a function of the state: what Ink lays out, what goes into the log's rectangle, the cursor. */
import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { fits, type Layout, layoutChat, smallest } from "../layout.ts";
import { when } from "../log/times.ts";
import { viewport } from "../log/viewport.ts";
import { currentConversation } from "../state/conversations.ts";
import { paneOf } from "../state/scrolling.ts";
import type { ChatScreen, State } from "../state/state.ts";
import { accent, bad, bold, dim, warning } from "../style.ts";
import { padEnd, textWidth, truncate } from "../text/width.ts";
import { wrap } from "../text/wrap.ts";
import { Login, loginCursor } from "./login.tsx";
import type { Cursor, Inset } from "./painter.ts";
import { Panel } from "./panel.tsx";
import { Sidebar } from "./sidebar.tsx";
import { statusBar } from "./status.ts";

export interface View {
  readonly node: ReactNode;
  readonly inset: Inset | undefined;
  readonly cursor: Cursor | undefined;
}

export function view(state: State): View {
  if (!fits(state.size)) return { node: <TooSmall {...state.size} />, inset: undefined, cursor: undefined };
  const { screen } = state;
  if (screen.kind === "chat") return chatView(state, screen);
  return {
    node: <Login state={state} login={screen} />,
    inset: undefined,
    cursor: loginCursor(state, screen),
  };
}

function TooSmall({ columns, rows }: State["size"]): ReactNode {
  const words = `This window has ${columns}x${rows}; ${smallest.columns}x${smallest.rows} is needed. Make it larger.`;
  return <Text>{wrap(words, columns).slice(0, rows).join("\n")}</Text>;
}

function chatView(state: State, chat: ChatScreen): View {
  const layout = layoutChat(chat, state.size);
  const { log, input, prompt } = layout;
  const inset =
    chat.panel === undefined ? { left: log.left, top: log.top, rows: logRows(chat, state) } : undefined;
  const cursor = {
    row: state.size.rows - 1 - input.rows.length + input.cursorRow,
    column: log.left + textWidth(prompt) + input.cursorColumn,
  };
  return { node: <Chat state={state} chat={chat} layout={layout} />, inset, cursor };
}

interface ChatProps {
  readonly state: State;
  readonly chat: ChatScreen;
  readonly layout: Layout;
}

function Chat({ state, chat, layout }: ChatProps): ReactNode {
  const { columns, rows } = state.size;
  const { log } = layout;
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Box width={columns} height={rows - 1}>
        {layout.sidebar > 0 && <Sidebar chat={chat} columns={layout.sidebar} rows={rows - 1} />}
        <Box width={log.columns} height={rows - 1} flexDirection="column">
          <Text wrap="truncate">{header(state, chat, log.columns)}</Text>
          <Box width={log.columns} height={log.rows}>
            {chat.panel && (
              <Panel chat={chat} panel={chat.panel} columns={log.columns} rows={log.rows} now={state.now} />
            )}
          </Box>
          {chat.notice && <Text wrap="truncate">{noticeRows(layout, chat)}</Text>}
          <Text wrap="truncate">{inputRows(layout, chat).join("\n")}</Text>
        </Box>
      </Box>
      <Text wrap="truncate">{statusBar(state, chat)}</Text>
    </Box>
  );
}

function logRows(chat: ChatScreen, { size, server }: State): readonly string[] {
  const pane = paneOf(chat, size);
  const conversation = currentConversation(chat);
  const { rows } = viewport(conversation, pane);
  const shown = rows.length > 0 ? rows : emptyRows(chat, server, pane.columns);
  // Few messages stand at the lower edge, next to the input.
  const blank = Array.from({ length: Math.max(0, pane.rows - shown.length) }, () => "");
  return [...blank, ...shown].slice(-pane.rows);
}

function emptyRows(chat: ChatScreen, server: string, columns: number): string[] {
  const { id, name, history } = currentConversation(chat);
  if (history.state === "unknown" || history.state === "loading") return [dim("…")];
  const words =
    id === "everyone"
      ? "No messages yet. What you write here goes to everyone with an account, also to those who are offline."
      : `No messages yet. What you write here goes to ${name} only, also when ${name} is offline.`;
  const [host, port] = server.split(/:(?=\d+$)/);
  const alone = `Nobody else has an account yet. They join with: chat-tui --host ${host} --port ${port}`;
  return wrap(chat.contacts.size === 0 && chat.live ? `${words}\n${alone}` : words, columns - 1).map(dim);
}

function header(state: State, chat: ChatScreen, columns: number): string {
  const conversation = currentConversation(chat);
  const title = conversation.id === "everyone" ? "everyone" : `${conversation.name} only`;
  const presence = presenceWords(chat, conversation.id, state.now);
  const view = viewport(conversation, paneOf(chat, state.size));
  const below = conversation.scroll !== undefined && view.below > 0 ? ` ↓ ${view.below} below ` : "";
  const left = truncate(`${title} · ${presence}`, columns - textWidth(below));
  return bold(left) + accent(padEnd("", columns - textWidth(left) - textWidth(below)) + below);
}

function presenceWords(chat: ChatScreen, id: string, now: number): string {
  if (id === "everyone") return accounts(chat.contacts.size + 1);
  const contact = chat.contacts.get(id);
  if (contact === undefined) return "";
  if (contact.blocked) return "blocked by you";
  if (contact.since === undefined) return contact.online ? "online" : "offline";
  return contact.online
    ? `online since ${when(contact.since, now)}`
    : `last seen ${when(contact.since, now)}`;
}

function accounts(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}

function noticeRows({ notice }: Layout, chat: ChatScreen): string {
  const style = chat.notice?.kind === "error" ? bad : accent;
  return notice.map((row) => ` ${style(row)}`).join("\n");
}

function inputRows({ prompt, input }: Layout, chat: ChatScreen): string[] {
  const style = chat.current === "everyone" ? bold : warning;
  const indent = " ".repeat(textWidth(prompt));
  return input.rows.map((row, index) => (index === 0 ? style(prompt) : indent) + row);
}
