/** Signing up, in and out: who may start a session, and what happens to the one before it. */
import { StoreError } from "../../data/index.ts";
import {
  ChatError,
  canonical,
  isName,
  isPassword,
  limits,
  type Params,
  type Result,
} from "../../protocol/index.ts";
import { checkPassword } from "../attempts.ts";
import { refuseBanned } from "../bans.ts";
import type { Caller } from "../caller.ts";
import type { Chat } from "../chat.ts";
import { advance, type Issued, newGrant, partsOf, type TokenParts } from "../grants.ts";
import { networkOf } from "../networks.ts";
import { endSession, startSession } from "../presence.ts";
import type { Session } from "../session.ts";

export async function signup(
  chat: Chat,
  caller: Caller,
  params: Params<"signup">,
): Promise<Result<"signup">> {
  const { name, password, remember = false } = params;
  if (!isName(name)) throw new ChatError("bad_name");
  if (!isPassword(password)) throw new ChatError("bad_password");
  if (chat.store.account(name)) throw new ChatError("name_taken");
  const retryAfter = chat.signups.take(networkOf(caller.peer.address));
  if (retryAfter > 0) throw new ChatError("slow_down", { retryAfter });
  const passwordHash = await chat.passwords.hash(password);
  const createdAt = chat.now();
  try {
    await chat.store.createAccount({ name, passwordHash, createdAt });
  } catch (error) {
    if (error instanceof StoreError && error.code === "exists") throw new ChatError("name_taken");
    throw error;
  }
  chat.log.info({ event: "signed up", name, address: caller.peer.address });
  chat.tellAll({ event: "joined", name, time: createdAt }, []);
  return chat.turns.run(canonical(name), () =>
    startSession(chat, caller, name, newGrant(name, remember, chat.now())),
  );
}

export async function login(chat: Chat, caller: Caller, params: Params<"login">): Promise<Result<"login">> {
  const { password, takeover = false, remember = false } = params;
  await checkPassword(chat, caller.peer, params.name, password);
  return chat.turns.run(canonical(params.name), async () => {
    const account = chat.living(params.name);
    // Deleted since the password was checked.
    if (account === undefined) throw new ChatError("bad_login", { triesLeft: limits.loginTries });
    refuseBanned(chat, account.name, caller.peer.address);
    await makeWay(chat, caller, account.name, takeover);
    return startSession(chat, caller, account.name, newGrant(account.name, remember, chat.now()));
  });
}

export async function resume(
  chat: Chat,
  caller: Caller,
  { token, takeover = false }: Params<"resume">,
): Promise<Result<"resume">> {
  const parts = partsOf(token);
  if (parts === undefined) throw new ChatError("token_refused");
  return chat.turns.run(parts.name, async () => {
    const issued = await redeem(chat, caller, parts);
    refuseBanned(chat, parts.name, caller.peer.address);
    const name = chat.living(parts.name)?.name ?? parts.name;
    await makeWay(chat, caller, name, takeover);
    return startSession(chat, caller, name, issued);
  });
}

export async function logout(chat: Chat, caller: Caller): Promise<Result<"logout">> {
  const { session } = caller;
  if (session) await chat.turns.run(session.id, () => leave(chat, session));
  caller.session = undefined;
  return {};
}

async function leave(chat: Chat, session: Session): Promise<void> {
  await endSession(chat, session);
  await chat.store.revokeGrant(session.name, session.grant);
}

/** What follows the token. Nothing is stored yet: the session may not come about. */
async function redeem(chat: Chat, caller: Caller, parts: TokenParts): Promise<Issued> {
  const { name, id } = parts;
  const grant = chat.store.grants(name).find((each) => each.id === id);
  const oldest = chat.now() - chat.tokenDays * 86_400_000;
  if (grant === undefined || grant.usedAt < oldest) throw new ChatError("token_refused");
  const issued = advance(grant, parts, chat.now());
  if (issued) return issued;
  chat.log.warn({ event: "token used again", name, address: caller.peer.address });
  await chat.store.revokeGrant(name, id);
  throw new ChatError("token_refused");
}

/** Ends the session that holds the account if it may be ended; else refuses with who holds it. */
async function makeWay(chat: Chat, caller: Caller, name: string, takeover: boolean): Promise<void> {
  const holder = chat.sessions.of(name);
  if (holder === undefined) return;
  const { address } = holder.peer;
  if (takeover) {
    chat.tell(holder, { event: "ended", address: caller.peer.address, time: chat.now() });
    chat.log.info({ event: "taken over", name, from: address, address: caller.peer.address });
  } else if (await holder.peer.answersProbe()) {
    throw new ChatError("already_online", { since: holder.since, address });
  } else {
    holder.peer.close("idle");
    chat.log.info({ event: "half-open session gave way", name, from: address });
  }
  await endSession(chat, holder);
}
