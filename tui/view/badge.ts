/** What has come below the lower edge since the log was last there, counted on that edge. */
import type { Layout } from "../layout.ts";
import { currentConversation } from "../state/conversations.ts";
import { inLog } from "../state/island.ts";
import { activeRows, shownKey } from "../state/keys.ts";
import type { Settings } from "../state/settings.ts";
import type { ChatScreen } from "../state/state.ts";
import { inverse } from "../style.ts";
import { textWidth, truncate } from "../text/width.ts";
import { shownCount } from "./count.ts";
import type { Overlay } from "./painter.ts";

/** The actions that go to the newest message; the first that holds is told. */
const toNewest = ["browse-last", "scroll-bottom-if-empty", "scroll-bottom"];

/** Over the log and not below it: a row of its own would move the log just when something arrives. */
export function badge(
  chat: ChatScreen,
  settings: Settings,
  { left, top, columns, rows }: Layout["log"],
): Overlay | undefined {
  const { scroll, unread } = inLog(currentConversation(chat));
  if (chat.panel || scroll === undefined || unread === 0) return undefined;
  const action = activeRows(chat).find(({ name }) => toNewest.includes(name))?.name ?? "";
  const told = [`${shownCount(unread)} new`, shownKey(action, settings.keys)].filter(Boolean).join(" · ");
  const words = truncate(` ↓ ${told} `, columns);
  return { row: top + rows - 1, column: left + columns - textWidth(words), text: inverse(words) };
}
