/** What connections, accounts and a start cost: memory per connection, and the time until the first one is accepted. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLoad } from "./delivery.ts";
import type { Row } from "./row.ts";
import { chatServerIn, cheap, createAccounts, type Kind, portOf, startServer } from "./servers.ts";

const starts = 7;
const manyAccounts = 100_000;

export async function benchSize(): Promise<Row[]> {
  return [await idle(1000), await idle(5000), ...(await starting())];
}

/** People who are logged in and silent. */
async function idle(people: number): Promise<Row> {
  const each = async (kind: Kind): Promise<number> => {
    const server = await startServer(kind, people);
    const before = (await server.process.usage()).memory;
    const load = await startLoad({ kind, port: server.port, shape: "room", people, senders: 0, inFlight: 0 });
    const after = (await server.process.usage()).memory;
    load.kill();
    await server.stop();
    return (after - before) / people / 1024;
  };
  const [chat, floor] = [await each("chat"), await each("floor")];
  return {
    name: `memory per idle session, ${people.toLocaleString("en")} of them`,
    value: `${chat.toFixed(1)} KB`,
    note: `bare sockets ${floor.toFixed(1)} KB`,
  };
}

async function starting(): Promise<Row[]> {
  const node = await median(async () => {
    await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  });
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  try {
    const few = await median(() => untilAccepted(folder));
    await createAccounts(folder, manyAccounts, cheap);
    const many = await median(() => untilAccepted(folder));
    const memory = await memoryWith(folder);
    return [
      {
        name: "start to the first accepted connection",
        value: shown(few),
        note: `node -e 0: ${shown(node)}`,
      },
      {
        name: `the same with ${manyAccounts.toLocaleString("en")} accounts`,
        value: shown(many),
        note: `${Math.round(memory / 2 ** 20)} MB resident`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function memoryWith(folder: string): Promise<number> {
  const server = chatServerIn(folder);
  await portOf(server);
  const { memory } = await server.usage();
  await server.stop();
  return memory;
}

function shown(ms: number): string {
  return `${ms.toFixed(0)} ms`;
}

/** ms that a task takes, the middle one of several. */
async function median(task: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    const from = performance.now();
    await task();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[starts >> 1] ?? 0;
}

async function untilAccepted(folder: string): Promise<void> {
  const server = chatServerIn(folder);
  const socket = connect({ host: "127.0.0.1", port: await portOf(server) });
  await once(socket, "connect");
  socket.destroy();
  // Nothing has been written, so there is nothing to wait for.
  server.child.kill("SIGKILL");
  await once(server.child, "exit");
}
