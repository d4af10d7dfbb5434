/** Starts and ends sessions, and tells the others. */
import type { Result } from "../protocol/index.ts";
import { Backlog } from "./backlog.ts";
import type { Caller } from "./caller.ts";
import type { Chat } from "./chat.ts";
import type { Issued } from "./grants.ts";
import { sendMissed } from "./missed.ts";
import { Session } from "./session.ts";

/** The caller must be alone with this account: run it in `chat.turns`. */
export async function startSession(
  chat: Chat,
  caller: Caller,
  name: string,
  { grant, token }: Issued,
): Promise<Result<"login">> {
  const time = chat.now();
  await Promise.all([chat.store.setGrant(name, grant), chat.store.recordLogin(name, time)]);
  const session = new Session(name, caller.peer, time, grant.id);
  if (caller.peer.closed) {
    await chat.store.recordLogout(name, chat.now());
    return { name, since: time, token };
  }
  caller.session = session;
  chat.sessions.add(session);
  const backlog = new Backlog();
  chat.catchingUp.set(session, backlog);
  chat.tellAll({ event: "presence", name, online: true, time }, chat.blockedOnline(name));
  chat.room.join(session);
  chat.log.info({ event: "logged in", name, address: caller.peer.address });
  // After the answer to the login, which is queued as soon as this function has returned.
  setImmediate(() => {
    session.open();
    void catchUp(chat, session, backlog);
  });
  return { name, since: time, token };
}

/** Ends a session if it is still the one of its account. */
export async function endSession(chat: Chat, session: Session): Promise<void> {
  if (!chat.sessions.remove(session)) return;
  session.ended = true;
  chat.room.leave(session);
  const time = chat.now();
  chat.tellAll(
    { event: "presence", name: session.name, online: false, time },
    chat.blockedOnline(session.name),
  );
  chat.log.info({ event: "logged out", name: session.name, address: session.peer.address });
  await chat.store.recordLogout(session.name, time);
}

/** Sends what was missed; a failure ends the connection, because it would leave a gap. */
async function catchUp(chat: Chat, session: Session, backlog: Backlog): Promise<void> {
  try {
    await sendMissed(chat, session, backlog);
  } catch (error) {
    chat.log.error({ event: "missed messages could not be read", name: session.name, error: String(error) });
    session.peer.close("internal");
  } finally {
    chat.catchingUp.delete(session);
  }
}
