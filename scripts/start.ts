/**
 * `npm start`: server and client in one command. Where a server listens already it's just the client; without a
 * terminal it's just the server, and the line that others join with.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ChatClient, type Fingerprint, type News } from "../protocol/index.ts";
import { startFailure } from "../server/failure.ts";
import { logFile } from "../server/folders.ts";
import { untilSignal } from "../server/foreground.ts";
import { joinLines } from "../server/joining.ts";
import { openLog } from "../server/log.ts";
import { type CommandLine, certificateFiles, parseCommandLine, rereadOptions } from "../server/options.ts";
import { reload } from "../server/reload.ts";
import { type RunningServer, startServer } from "../server/start.ts";
import { version } from "../server/version.ts";

const options = parseCommandLine(
  "npm start --",
  "Starts a chat server and a client for it; without a terminal, the server alone.",
  version,
  process.argv.slice(2),
  process.env,
);
const hasTerminal = process.stdin.isTTY && process.stdout.isTTY;
const log = openLog(hasTerminal ? logFile : process.stderr.fd);

const server = hasTerminal && (await listens(clientHost(options), options.port)) ? undefined : await serve();
if (server) process.stdout.write(joinLines(options.host, server));
if (hasTerminal) await runClient(clientHost(options), server?.port ?? options.port, server?.fingerprint);
if (server && (!hasTerminal || server.online() > 0)) {
  if (hasTerminal)
    process.stdout.write(`${server.online()} still online: the server keeps running. Ctrl-C stops it.\n`);
  const reread = (): CommandLine => rereadOptions(process.argv.slice(2), process.env);
  await untilSignal(server, log, () => reload(server, log, options, reread));
} else await server?.stop();
process.exit(0);

async function serve(): Promise<RunningServer> {
  try {
    return await startServer({ ...options, certificate: certificateFiles(options), log });
  } catch (error) {
    process.stderr.write(`chat-server: ${startFailure(error, options)}\n`);
    process.exit(1);
  }
}

/** Whether a chat server answers there, so that a client is all that's wanted. */
async function listens(host: string, port: number): Promise<boolean> {
  if (port === 0) return false;
  const answered = Promise.withResolvers<boolean>();
  const onNews = (news: News): void => {
    if (news.kind !== "connection" || news.connection.state === "connecting") return;
    const { connection } = news;
    // Whether to trust it is asked by the client.
    const isUnknown = connection.state === "stopped" && connection.reason.kind === "certificate";
    answered.resolve(isUnknown || connection.state === "connected");
  };
  const client = new ChatClient({ host, port, program: `npm start/${version}`, onNews });
  client.connect();
  try {
    return await answered.promise;
  } finally {
    client.close();
  }
}

/** Where a client reaches the server: an address that means all of them is not one to connect to. */
function clientHost({ host }: CommandLine): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

/** The client in a process of its own, so that neither program holds up the other. */
async function runClient(host: string, port: number, fingerprint: Fingerprint | undefined): Promise<void> {
  const program = fileURLToPath(new URL("../bin/chat-tui.js", import.meta.url));
  const trust = fingerprint === undefined ? [] : ["--fingerprint", fingerprint];
  const args = [program, "--host", host, "--port", String(port), ...trust];
  const client = spawn(process.execPath, args, { stdio: "inherit" });
  // Ctrl-Z in the client suspends the client; the server goes on for the others.
  process.on("SIGTSTP", () => {});
  const pass = (signal: NodeJS.Signals): void => void client.kill(signal);
  process.on("SIGTERM", pass).on("SIGHUP", pass);
  await ended(client);
  process.off("SIGTERM", pass).off("SIGHUP", pass);
}

async function ended(client: ChildProcess): Promise<void> {
  await once(client, "exit");
}
