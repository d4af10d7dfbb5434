/** Which drafts a change has touched, so that they can be kept on disk. */
import type { Effect } from "./effects.ts";
import type { ChatScreen } from "./state.ts";

/** Nothing is typed but in the conversation that is shown, before or after. */
export function keepDrafts(before: ChatScreen, after: ChatScreen): readonly Effect[] {
  if (before.conversations === after.conversations || before.me !== after.me) return [];
  const effects: Effect[] = [];
  for (const id of new Set([before.current, after.current])) {
    const text = after.conversations.get(id)?.draft.text ?? "";
    if (text !== (before.conversations.get(id)?.draft.text ?? ""))
      effects.push({ do: "keepDraft", conversation: id, text });
  }
  return effects;
}
