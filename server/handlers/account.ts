/** What an account's owner does with it: a new password, and the end of it all. */
import { ChatError, isPassword, type Params, type Result } from "../../protocol/index.ts";
import { checkPassword } from "../attempts.ts";
import type { Caller } from "../caller.ts";
import type { Chat } from "../chat.ts";
import { newGrant } from "../grants.ts";
import { endSession } from "../presence.ts";
import type { Session } from "../session.ts";

export async function password(
  chat: Chat,
  caller: Caller,
  params: Params<"password">,
): Promise<Result<"password">> {
  const session = sessionOf(caller);
  const { name } = session;
  if (!isPassword(params.new)) throw new ChatError("bad_password");
  await checkPassword(chat, caller.peer, name, params.old);
  const passwordHash = await chat.passwords.hash(params.new);
  return chat.turns.run(session.id, async () => {
    refuseEnded(session);
    const lasting = chat.store.grants(name).some((grant) => grant.id === session.grant && grant.lasting);
    const { grant, token } = newGrant(name, lasting, chat.now());
    await Promise.all([
      chat.store.setPassword(name, passwordHash, "revoke"),
      chat.store.setGrant(name, grant),
    ]);
    session.grant = grant.id;
    chat.log.info({ event: "password changed", name, address: caller.peer.address });
    return { token };
  });
}

export async function deleteAccount(
  chat: Chat,
  caller: Caller,
  params: Params<"deleteAccount">,
): Promise<Result<"deleteAccount">> {
  const session = sessionOf(caller);
  const { name } = session;
  await checkPassword(chat, caller.peer, name, params.password);
  await chat.turns.run(session.id, async () => {
    refuseEnded(session);
    const time = chat.now();
    await chat.store.deleteAccount(name, time);
    caller.session = undefined;
    await endSession(chat, session);
    chat.tellAll({ event: "deleted", name, time }, []);
    chat.log.info({ event: "account deleted", name, address: caller.peer.address });
  });
  return {};
}

function sessionOf({ session }: Caller): Session {
  if (session === undefined) throw new ChatError("not_logged_in");
  return session;
}

/** Another login has taken the account over while the password was checked. */
function refuseEnded(session: Session): void {
  if (session.ended) throw new ChatError("not_logged_in");
}
