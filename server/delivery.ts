/** Brings a message that has just been stored to those who are logged in; the rest get it at their next login. */
import { canonical, type Message } from "../protocol/index.ts";
import type { Chat } from "./chat.ts";
import type { Session } from "./session.ts";

export function deliverBroadcast(chat: Chat, sender: Session, message: Message): void {
  const except: Session[] = [sender];
  for (const [session, backlog] of chat.catchingUp) {
    if (backlog.holds("everyone", message.number)) except.push(session);
  }
  except.push(...chat.blockersOnline(sender.name));
  chat.counts.messages.broadcast++;
  chat.counts.deliveries += chat.post(message, except);
}

export function deliverWhisper(chat: Chat, to: string, message: Message): void {
  chat.counts.messages.whisper++;
  const session = chat.sessions.of(to);
  if (session === undefined) return;
  if (chat.catchingUp.get(session)?.holds(canonical(message.from), message.number)) return;
  chat.counts.deliveries++;
  chat.tell(session, { event: "posted", conversation: message.from, messages: [message] });
}
