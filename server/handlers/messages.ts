/**
 * Sending: a message is stored first, then delivered, then acknowledged. Without async functions, which would cost each
 * message a promise more.
 */
import { everyone } from "../../data/index.ts";
import { ChatError, isText, type Message, type Params, type Result } from "../../protocol/index.ts";
import type { Chat } from "../chat.ts";
import { deliverBroadcast, deliverWhisper } from "../delivery.ts";
import type { Session } from "../session.ts";

export function broadcast(
  chat: Chat,
  session: Session,
  { text, key }: Params<"broadcast">,
): Promise<Result<"broadcast">> {
  if (!isText(text)) throw new ChatError("bad_text");
  const from = session.name;
  const message = { conversation: everyone, from, text, time: chat.now(), key };
  return chat.store.append(message).then((stored) => {
    if (!stored.repeated) deliverBroadcast(chat, session, messageOf(from, text, key, stored));
    return { number: stored.number, time: stored.time };
  });
}

export function whisper(
  chat: Chat,
  session: Session,
  { to, text, key }: Params<"whisper">,
): Promise<Result<"whisper">> {
  if (!isText(text)) throw new ChatError("bad_text");
  const from = session.name;
  const other = chat.other(session, to);
  const refusal = refusalBetween(chat, from, other);
  if (refusal) return repeated(chat, from, key, refusal);
  const conversation = { kind: "pair", between: [from, other] } as const;
  return chat.store.append({ conversation, from, text, time: chat.now(), key }).then((stored) => {
    if (!stored.repeated) deliverWhisper(chat, other, messageOf(from, text, key, stored));
    return { number: stored.number, time: stored.time };
  });
}

function refusalBetween(chat: Chat, from: string, to: string): ChatError | undefined {
  if (chat.living(to) === undefined) return new ChatError("unknown_account");
  if (chat.store.isBlocked(from, to)) return new ChatError("blocking");
  return chat.store.isBlocked(to, from) ? new ChatError("blocked") : undefined;
}

/** A send that was stored before the block, or before the account was deleted, is answered as it was then; anything else is refused. */
async function repeated(
  chat: Chat,
  from: string,
  key: string,
  refusal: ChatError,
): Promise<Result<"whisper">> {
  const earlier = await chat.store.sent(from, key);
  if (earlier === undefined) throw refusal;
  return { number: earlier.number, time: earlier.time };
}

function messageOf(from: string, text: string, key: string, { number, time }: Result<"broadcast">): Message {
  return { number, from, text, time, key };
}
