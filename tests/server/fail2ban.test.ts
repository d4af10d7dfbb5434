/** The filter for fail2ban in docs/ against real lines of the log: they belong together, and nothing can be made up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { count, serveWith } from "./serve.ts";

const filter = readFileSync(
  fileURLToPath(new URL("../../docs/fail2ban/filter.conf", import.meta.url)),
  "utf8",
);

/** As fail2ban reads them: Python's syntax, in which these mean the same here, with its own word for an address. */
const patterns = (/^failregex = ((?:.+\n)(?: {2,}.+\n)*)/m.exec(filter)?.[1] ?? "")
  .trim()
  .split("\n")
  .map((line) => new RegExp(line.trim().replace("<HOST>", "(?<host>[\\w.:]+)")));

function hostsIn(log: string): string[] {
  return log.split("\n").flatMap((line) => {
    const match = patterns.map((pattern) => pattern.exec(line)).find((found) => found !== null);
    return match?.groups?.host ?? [];
  });
}

test("each failed login in the log is found with its address, and no other line", async (t) => {
  const { server, clients } = await serveWith(t, ["alice"], { failedLogins: 4 });
  const [alice] = clients;
  await alice.request("logout", {});
  const names = ["alice", 'a","address":"203.0.113.7","locked":false}', "\\", "nobody1"];
  for (const name of names) await alice.refusal("login", { name, password: "wrong password" });
  t.is((await alice.refusal("login", { name: "alice", password: "wrong password" })).code, "slow_down");
  const log = readFileSync(join(server.folder, "server.log"), "utf8");
  t.deepEqual(
    hostsIn(log),
    count(5).map(() => "127.0.0.1"),
  );
  // As the journal's lines reach fail2ban.
  const [line = ""] = log.split("\n").filter((one) => one.includes("login failed"));
  t.deepEqual(hostsIn(`host node[17]: ${line}`), ["127.0.0.1"]);
  t.is(patterns.length, 2);
});

test("the time in a line is where the filter looks for it", async (t) => {
  const { server } = await serveWith(t, ["alice"]);
  const log = readFileSync(join(server.folder, "server.log"), "utf8");
  t.regex(filter, /^datepattern = "time":"%%Y-%%m-%%dT%%H:%%M:%%S\\\.%%f%%z"$/m);
  for (const line of log.trim().split("\n")) t.regex(line, /"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/);
});
