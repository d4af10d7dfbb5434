/** The title of the terminal's window: who I am, where, and how much waits, so that a taskbar shows it. Pure. */
import { everyone } from "./state/conversations.ts";
import { silentIn } from "./state/notify.ts";
import type { ChatScreen, State } from "./state/state.ts";

/** From here on a flood doesn't change it any more. */
const shownMax = 99;

export function titleOf(state: State): string {
  const { screen, server } = state;
  if (screen.kind === "login") return `${server} – chat-tui`;
  return `${unreadWords(screen, state)}${screen.me} @ ${server} – chat-tui`;
}

/** `(3) `, or `(3!) ` with a whisper or a mention among them; conversations that notify of nothing aren't counted. */
function unreadWords(chat: ChatScreen, here: State): string {
  let unread = 0;
  let urgent = false;
  const silent = silentIn(here);
  for (const conversation of chat.conversations.all) {
    if (conversation.unread === 0 || silent.has(conversation.id)) continue;
    unread += conversation.unread;
    urgent ||= conversation.id !== everyone || conversation.mentions > 0;
  }
  if (unread === 0) return "";
  return `(${unread > shownMax ? `${shownMax}+` : unread}${urgent ? "!" : ""}) `;
}
