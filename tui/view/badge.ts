/** How much is new and where, on the edge of the log behind which it is, with the key that goes there. */
import { stripVTControlCharacters } from "node:util";
import { type Layout, layoutChat } from "../layout.ts";
import { type Edges, edges, viewport } from "../log/viewport.ts";
import { currentConversation, seen, withConversation } from "../state/conversations.ts";
import type { Context } from "../state/effects.ts";
import { inLog } from "../state/island.ts";
import { activeRows, shownKey } from "../state/keys.ts";
import { lastNumber } from "../state/messages.ts";
import { markColumns, paneOf } from "../state/scrolling.ts";
import type { ChatScreen } from "../state/state.ts";
import { inverse } from "../style.ts";
import { textWidth, truncate } from "../text/width.ts";
import { shownCount } from "./count.ts";
import type { Overlay } from "./painter.ts";

/** The actions that go to the newest message; the first that holds is told. */
const toNewest = ["browse-last", "scroll-bottom-if-empty", "scroll-bottom"];
const toLine = ["unread-line"];

/** What a click on it does. */
export interface Badge extends Overlay {
  readonly action: string;
}

/** Over the log and not below it: a row of its own would move the log just when something arrives. */
export function badge(
  chat: ChatScreen,
  { settings, size }: Pick<Context, "settings" | "size">,
  { left, top, columns, rows }: Layout["log"],
): Badge | undefined {
  const { looking, unread } = currentConversation(chat);
  if (chat.panel || unread === 0) return undefined;
  const isAbove = looking === "past";
  const count = isAbove ? unread : Math.min(unread, countBelow(chat, size));
  if (count === 0) return undefined;
  const actions = isAbove ? toLine : toNewest;
  const action = activeRows(chat).find(({ name }) => actions.includes(name))?.name ?? "";
  const told = [`${shownCount(count)} new`, shownKey(action, settings.keys)].filter(Boolean).join(" · ");
  const words = truncate(` ${isAbove ? "↑" : "↓"} ${told} `, columns);
  const column = left + columns - textWidth(words);
  return { row: isAbove ? top : top + rows - 1, column, text: inverse(words), action };
}

/** What of the log can be read: all of it, but for a message whose end is under the badge at the lower edge. */
export function uncovered(chat: ChatScreen, context: Pick<Context, "settings" | "size">, view: Edges): Edges {
  const { log } = layoutChat(chat, context.size);
  const read = seen(currentConversation(chat), view.lastVisible, chat.me);
  const over = badge(withConversation(chat, { ...read, looking: "elsewhere" }), context, log);
  if (over === undefined) return view;
  const shown = inLog(read);
  const { rows, spans } = viewport(shown, paneOf(chat, context.size));
  const { index = 0, top = 0, height = 0 } = spans.at(-1) ?? {};
  const isWhole = top + height <= rows.length;
  const end =
    log.left + (chat.browse ? markColumns : 0) + textWidth(stripVTControlCharacters(rows.at(-1) ?? ""));
  return isWhole && end > over.column
    ? { ...view, lastVisible: shown.messages[index - 1]?.number ?? 0 }
    : view;
}

/** Messages below the edge of a log that isn't at its bottom; from an island to the newest, as far as it's known. */
export function countBelow(chat: ChatScreen, size: Context["size"]): number {
  const conversation = currentConversation(chat);
  const shown = inLog(conversation);
  if (shown.scroll === undefined) return 0;
  const { below, lastVisible } = edges(shown, paneOf(chat, size));
  if (!conversation.island) return below;
  return Math.max(lastNumber(conversation), conversation.counted) - lastVisible;
}
