/** The command line: which task, with which server and account. */
import test from "ava";
import { parseCommandLine } from "../../../tui/options.ts";

const place = {
  host: undefined,
  port: undefined,
  user: undefined,
  profile: undefined,
  fingerprint: undefined,
  passwordFile: undefined,
  takeover: false,
};
const parse = (...args: string[]) => parseCommandLine("1", args);

test("without a subcommand it's the client", (t) => {
  t.deepEqual(parse("--line", "--user", "alice"), {
    task: "chat",
    place: { ...place, user: "alice" },
    config: undefined,
    options: { line: true, signup: false, remember: false },
  });
});

test("server and account are understood before and after a subcommand", (t) => {
  for (const args of [
    ["--port", "2001", "send", "bob", "hello", "there", "--user", "alice"],
    ["send", "--user", "alice", "bob", "hello", "there", "--port", "2001"],
  ]) {
    t.deepEqual(parse(...args), {
      task: "send",
      place: { ...place, port: 2001, user: "alice" },
      config: undefined,
      options: { to: "bob", text: "hello there" },
    });
  }
});

test("a text that isn't given is standard input's, and one may look like an option", (t) => {
  t.like(parse("send", "bob"), { options: { to: "bob", text: undefined } });
  t.like(parse("send", "bob", "--", "--json", "-x"), { options: { text: "--json -x" } });
});

test("tail and who have options of their own", (t) => {
  t.like(parse("tail", "--json", "--conversation", "bob"), {
    task: "tail",
    options: { json: true, conversation: "bob" },
  });
  t.like(parse("who"), { task: "who", options: { json: false, recent: false } });
});

test.serial("the file of the password may be in the environment", (t) => {
  process.env.CHAT_PASSWORD_FILE = "/some/file";
  t.teardown(() => delete process.env.CHAT_PASSWORD_FILE);
  t.is(parse("who").place.passwordFile, "/some/file");
  t.is(parse("who", "--password-file", "/other").place.passwordFile, "/other");
});

test("a profile may be named without an option, unless it's the name of a subcommand", (t) => {
  t.like(parse("work"), { task: "chat", place: { ...place, profile: "work" } });
  t.like(parse("work", "--port", "7"), { place: { ...place, profile: "work", port: 7 } });
  t.like(parse("--profile", "work"), { task: "chat", place: { ...place, profile: "work" } });
  t.like(parse("who", "--profile", "work"), { task: "who", place: { ...place, profile: "work" } });
  t.like(parse("keytest", "--config", "other.jsonc"), { task: "keytest", config: "other.jsonc" });
});
