/** The key that blocks: whom it means depends on where one is. */
import { block } from "./blocking.ts";
import { selectedSender } from "./browse-actions.ts";
import { contactNamed } from "./contacts.ts";
import { currentConversation, everyone } from "./conversations.ts";
import type { Update } from "./effects.ts";
import type { ChatScreen } from "./state.ts";
import { switcherRows } from "./switcher-rows.ts";
import { say } from "./talk.ts";

/** Blocks or unblocks, whichever applies, whom one points at. */
export function toggleBlock(chat: ChatScreen): Update<ChatScreen> {
  const name = pointedAt(chat);
  if (name === undefined || name === everyone) {
    return say(chat, "error", "Whom? Go to somebody, select them in a list, or use /block NAME.");
  }
  const contact = contactNamed(chat, name);
  return typeof contact === "string" ? say(chat, "error", contact) : block(chat, contact, !contact.blocked);
}

/** The selected row of a list, the sender of the selected message, or whom one talks with. */
function pointedAt(chat: ChatScreen): string | undefined {
  const { panel } = chat;
  if (panel?.kind === "list") return panel.rows?.[panel.selected]?.name;
  if (panel?.kind === "switcher") {
    const row = switcherRows(chat, panel.query.text)[panel.selected];
    return row?.goal.kind === "conversation" ? row.name : undefined;
  }
  return chat.browse ? selectedSender(chat) : currentConversation(chat).name;
}
