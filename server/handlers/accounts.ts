/** Signing up, in and out: who may start a session, and what happens to the one before it. */
import { StoreError } from "../../data/index.ts";
import { ChatError, canonical, isName, isPassword, type Params, type Result } from "../../protocol/index.ts";
import type { Caller } from "../caller.ts";
import type { Chat } from "../chat.ts";
import { afterFailure, lockedFor, noFailures, triesLeft } from "../lockout.ts";
import { endSession, startSession } from "../presence.ts";

export async function signup(
  chat: Chat,
  caller: Caller,
  params: Params<"signup">,
): Promise<Result<"signup">> {
  const { name, password } = params;
  if (!isName(name)) throw new ChatError("bad_name");
  if (!isPassword(password)) throw new ChatError("bad_password");
  if (chat.store.account(name)) throw new ChatError("name_taken");
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
  return chat.turns.run(canonical(name), () => startSession(chat, caller, name));
}

export async function login(chat: Chat, caller: Caller, params: Params<"login">): Promise<Result<"login">> {
  const id = canonical(params.name);
  const scope = chat.lockoutScope(caller.peer);
  await chat.attempts.run(`${id} ${scope}`, () => checkPassword(chat, caller, params, scope));
  const name = chat.store.account(id)?.name ?? params.name;
  return chat.turns.run(id, async () => {
    await makeWay(chat, caller, name, params.takeover === true);
    return startSession(chat, caller, name);
  });
}

export async function logout(chat: Chat, caller: Caller): Promise<Result<"logout">> {
  const { session } = caller;
  if (session) await chat.turns.run(session.id, () => endSession(chat, session));
  caller.session = undefined;
  return {};
}

async function checkPassword(
  chat: Chat,
  caller: Caller,
  params: Params<"login">,
  scope: string,
): Promise<void> {
  const { name, password } = params;
  const { address } = caller.peer;
  const before = chat.store.failures(name, scope);
  const retryAfter = lockedFor(before, chat.now());
  if (retryAfter > 0) throw new ChatError("locked", { retryAfter });
  if (await chat.passwords.matches(password, chat.store.account(name)?.passwordHash)) {
    if (before.count > 0 || before.lockedUntil > 0)
      await chat.store.setFailures(name, scope, noFailures, chat.now());
    return;
  }
  const after = afterFailure(before, chat.now());
  await chat.store.setFailures(name, scope, after, chat.now());
  const lock = lockedFor(after, chat.now());
  chat.log.warn({ event: "login failed", name, address, locked: lock > 0 });
  throw lock > 0
    ? new ChatError("locked", { retryAfter: lock })
    : new ChatError("bad_login", { triesLeft: triesLeft(after) });
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
