/** Checks a password where failures count: against the lock of the account and the budget of the address. */
import { ChatError, canonical } from "../protocol/index.ts";
import type { Chat } from "./chat.ts";
import { afterFailure, lockedFor, noFailures, triesLeft } from "./lockout.ts";
import { describe } from "./log.ts";
import { networkOf } from "./networks.ts";
import type { Peer } from "./peer.ts";

/** Throws a ChatError `locked`, `slow_down`, `busy` or `bad_login` unless it is the password of the account. */
export async function checkPassword(chat: Chat, peer: Peer, name: string, password: string): Promise<void> {
  const scope = chat.lockoutScope(peer);
  await chat.attempts.run(`${canonical(name)} ${scope}`, () => attempt(chat, peer, scope, name, password));
}

async function attempt(
  chat: Chat,
  { address }: Peer,
  scope: string,
  name: string,
  password: string,
): Promise<void> {
  const before = chat.store.failures(name, scope);
  const retryAfter = lockedFor(before, chat.now());
  if (retryAfter > 0) throw new ChatError("locked", { retryAfter });
  if (await matches(chat, address, name, password)) {
    if (before.count > 0 || before.lockedUntil > 0)
      await chat.store.setFailures(name, scope, noFailures, chat.now());
    return;
  }
  const after = afterFailure(before, chat.now());
  await chat.store.setFailures(name, scope, after, chat.now());
  const lock = lockedFor(after, chat.now());
  chat.counts.loginFailures++;
  if (lock > 0) chat.counts.lockouts++;
  chat.log.warn({ event: "login failed", name, address, locked: lock > 0 });
  throw lock > 0
    ? new ChatError("locked", { retryAfter: lock })
    : new ChatError("bad_login", { triesLeft: triesLeft(after) });
}

/** Taken from the budget before there is an answer, so that many asked at once count one by one. */
async function matches(chat: Chat, address: string, name: string, password: string): Promise<boolean> {
  const network = networkOf(address);
  const retryAfter = chat.failedLogins.take(network);
  if (retryAfter > 0) {
    chat.counts.heldBack++;
    chat.log.warn({ event: "logins held back", address, retryAfter });
    throw new ChatError("slow_down", { retryAfter });
  }
  let failed = false;
  try {
    const hash = chat.living(name)?.passwordHash;
    failed = !(await chat.passwords.matches(password, hash));
    if (!failed && hash !== undefined) renew(chat, name, password, hash);
    return !failed;
  } finally {
    if (!failed) chat.failedLogins.giveBack(network);
  }
}

/** Makes the hash of a password anew where hashes cost more by now than when it was made. Nobody waits for it. */
function renew(chat: Chat, name: string, password: string, outdated: string): void {
  if (!chat.passwords.isOutdated(outdated)) return;
  const renewing = chat.passwords.hash(password).then((hash) =>
    chat.turns.run(canonical(name), async () => {
      // Unless the password was changed meanwhile.
      if (chat.living(name)?.passwordHash !== outdated) return;
      await chat.store.setPassword(name, hash, "keep");
      chat.log.info({ event: "password hash renewed", name });
    }),
  );
  renewing.catch((error: unknown) =>
    chat.log.warn({ event: "password hash not renewed", name, error: describe(error) }),
  );
}
