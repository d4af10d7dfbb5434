/** Clients whose process is stopped, so that their side of the connection stays up and says and takes nothing any more. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import test, { type ExecutionContext } from "ava";
import { defaultDeadlines } from "../../server/deadlines.ts";
import { root } from "./process.ts";
import { count, password, serveWith } from "./serve.ts";

interface Listener {
  readonly child: ChildProcess;
  readonly numbers: number[];
  /** Whether the connection was ended with this code. */
  endedBy(code: string): boolean;
  /** Resolves as soon as what was told makes it true. */
  until(isHere: () => boolean): Promise<void>;
}

/** Signed up, and listening. */
async function listening(t: ExecutionContext, port: number, name: string): Promise<Listener> {
  const args = ["--import=tsx", "tests/server/listener.ts", `${port}`, name, password];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  const [told, numbers]: [string[], number[]] = [[], []];
  const watchers: (() => void)[] = [];
  createInterface(child.stdout).on("line", (line) => {
    const { number } = JSON.parse(line);
    if (number === undefined) told.push(line);
    else numbers.push(number);
    for (const look of watchers.splice(0)) look();
  });
  const until = async (isHere: () => boolean): Promise<void> => {
    while (!isHere()) await new Promise<void>((resolve) => watchers.push(resolve));
  };
  await until(() => told.includes('{"session":"in"}'));
  return { child, numbers, until, endedBy: (code) => told.some((line) => line.includes(`"code":"${code}"`)) };
}

const large = "\u{1f600}".repeat(4096);

test("a client that is stopped in a flood delays nobody, is given up, and misses nothing when it goes on", async (t) => {
  const { server, clients } = await serveWith(t, ["alice", "bob"]);
  const [alice, bob] = clients;
  const carol = await listening(t, server.port, "carol");
  await alice.until(() => alice.eventsOf("presence").some(({ name }) => name === "carol"));
  carol.child.kill("SIGSTOP");
  const isGone = (): boolean => alice.eventsOf("presence").at(-1)?.online === false;
  let [sent, slowest] = [0, 0];
  while (sent < 990 && !isGone()) {
    const start = performance.now();
    await Promise.all(count(10).map(() => alice.broadcast(large)));
    slowest = Math.max(slowest, performance.now() - start);
    sent += 10;
  }
  await bob.until(() => bob.messages("everyone").length === sent);
  await alice.until(isGone);
  t.true(server.log().some(({ code, name }) => code === "too_slow" && name === "carol"));
  t.true(slowest < 5000, `${slowest} ms for ten messages`);
  carol.child.kill("SIGCONT");
  await carol.until(() => carol.numbers.length >= sent);
  t.deepEqual(carol.numbers, count(sent));
});

test("a client that is stopped in silence is found out, and comes back when it goes on", async (t) => {
  const deadlines = { ...defaultDeadlines, idle: 1500 };
  const { server, clients } = await serveWith(t, ["alice"], { deadlines });
  const [alice] = clients;
  const carol = await listening(t, server.port, "carol");
  await alice.until(() => alice.eventsOf("presence").some(({ name }) => name === "carol"));
  carol.child.kill("SIGSTOP");
  await alice.until(() => alice.eventsOf("presence").at(-1)?.online === false);
  await alice.broadcast("meanwhile");
  carol.child.kill("SIGCONT");
  await carol.until(() => carol.numbers.length === 1);
  t.true(carol.endedBy("idle"));
  await alice.until(() => alice.eventsOf("presence").at(-1)?.online === true);
});
