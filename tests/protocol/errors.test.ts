/** Codes are a promise to programs in other languages, and texts are what people read: neither changes by accident. */
import test from "ava";
import * as v from "valibot";
import { ChatError, closings, errors, ProtocolError } from "../../protocol/errors.ts";

const texts = Object.fromEntries(Object.entries(errors).map(([code, { text }]) => [code, text]));

test("the codes and texts of errors are these", (t) => {
  t.deepEqual(texts, {
    hello_first: "Say hello first.",
    unsupported_version: "This server speaks another version of the protocol.",
    unknown_request: "This server doesn't know that request.",
    invalid: "A field is missing or wrong.",
    not_logged_in: "Log in first.",
    already_logged_in: "This connection is logged in already. Log out first.",
    bad_name: "A name is 2 to 20 letters, digits, _ or -, starts with a letter and isn't a reserved word.",
    bad_password: "A password has at least 8 characters and at most 1024 bytes.",
    bad_text: "A message has 1 to 4096 characters and no control characters but newlines.",
    name_taken: "That name is taken.",
    bad_login: "Name or password is wrong.",
    locked: "Too many failed logins: locked for a while.",
    slow_down: "Too much in too short a time. Wait a while.",
    banned: "You are banned from this server.",
    token_refused: "The saved login is no longer good. Log in with the password.",
    busy: "Too many logins at once. Try again in a moment.",
    already_online: "This account is logged in elsewhere.",
    unknown_account: "There is no account with that name.",
    yourself: "That is you.",
    blocked: "That person has blocked you.",
    blocking: "You have blocked that person. Unblock first.",
    unavailable: "The server can't store anything just now. Whoever runs it has to see to its disk.",
    internal: "The server made a mistake. It has been logged.",
  });
});

test("the closing codes and texts are these", (t) => {
  t.deepEqual(
    { ...closings },
    {
      bad_frame: "What was sent is not a frame of this protocol.",
      frame_too_large: "A frame is larger than the limit.",
      hello_timeout: "No hello came in time.",
      frame_timeout: "A request was begun and not finished in time.",
      idle: "Nothing was heard for too long.",
      too_slow: "What was sent to this connection was not read in time.",
      flooding: "Far too much was asked for in too short a time.",
      server_full: "The server has as many connections as it takes. Try again later.",
      address_full: "Too many connections come from this address. Try again later.",
      internal: "The server made a mistake. It has been logged.",
      shutting_down: "The server is shutting down.",
      kicked: "Whoever runs the server has ended this connection.",
      banned: "You are banned from this server.",
      plain_refused:
        "This server accepts unencrypted connections from its own machine only: use TLS. Whoever runs it can allow others with --allow-plain.",
    },
  );
});

test("every text is one or two whole sentences without control characters", (t) => {
  for (const text of [...Object.values(texts), ...Object.values(closings)]) t.regex(text, /^[A-Z][ -~]+\.$/);
});

test("a ChatError has the text of its code and narrows to its detail", (t) => {
  const error: ChatError = new ChatError("locked", { retryAfter: 60 }) as ChatError;
  t.is(error.message, errors.locked.text);
  t.true(error.is("locked") && error.detail.retryAfter === 60);
  t.false(error.is("busy"));
  t.deepEqual(new ChatError("busy").detail, {});
});

test("a login that fails says nothing about which half was wrong", (t) => {
  t.deepEqual(Object.keys(errors.bad_login.detail.entries), ["triesLeft"]);
  t.true(v.is(errors.bad_login.detail, { triesLeft: 2 }));
});

test("a ProtocolError carries the code that closes the connection", (t) => {
  t.is(new ProtocolError("bad_frame", "why").code, "bad_frame");
});
