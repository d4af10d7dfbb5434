/** `npm run demo`: a throw-away server, a few people who talk, and the client logged in. Leaves nothing behind. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatClient, type News } from "../protocol/index.ts";
import { openLog } from "../server/log.ts";
import { startServer } from "../server/start.ts";
import { runClient } from "../tui/run.ts";

const host = "127.0.0.1";
const guest = { user: "guest", password: "nothing to hide here" };

const folder = mkdtempSync(join(tmpdir(), "chat-demo-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const server = await startServer({
  host,
  port: 0,
  data: join(folder, "data"),
  allowPlain: false,
  log: openLog(join(folder, "server.log")),
  // Nobody attacks a demo, and everybody wants it at once.
  passwordCost: { logN: 10, r: 8, p: 1 },
});

/** Who says what, to whom, how many seconds after the line before. */
const script: readonly [from: string, to: string, text: string, seconds: number][] = [
  ["mira", "everyone", "morning! the build box is back, sorry about last night", 0],
  ["jonas", "everyone", "thanks. was it the disk again?", 0],
  ["mira", "everyone", "full, yes. 40 GB of core dumps from one test", 0],
  ["tara", "everyone", "that was mine 🙈 fixed on main, the dumps are off now", 0],
  ["jonas", "guest", "psst: this is a whisper, only you see it. Tab takes you to what is unread.", 0],
  ["mira", "everyone", "welcome! F1 shows the keys, F2 who is online. Write something, we answer.", 3],
  ["tara", "everyone", "日本語も emoji も大丈夫 👩‍💻🇩🇪", 6],
  ["jonas", "everyone", "lunch at 12:30? the usual place", 9],
  ["mira", "everyone", "yes", 4],
  ["tara", "everyone", "in!", 2],
];

const answers = [
  "good point",
  "tell me more",
  "ha, same here",
  "I'll look at it this afternoon",
  "👍",
  "why not?",
];

const talkers = new Map<string, ChatClient>();
for (const name of ["mira", "jonas", "tara", guest.user]) talkers.set(name, await talker(name));
await talkers.get(guest.user)?.logout();
talkers.get(guest.user)?.close();
await play(0);
const later = setTimeout(() => void play(1), 0);

const status = await runClient({ host, port: server.port, ...guest, data: join(folder, "client") });
clearTimeout(later);
await server.stop();
process.exit(status);

/** Signs up and stays; answers whoever whispers, and now and then whoever talks. */
function talker(name: string): Promise<ChatClient> {
  return new Promise((resolve) => {
    const onNews = (news: News): void => {
      if (news.kind === "connection" && news.connection.state === "connected") {
        void client.signup(name, guest.password).then(() => resolve(client));
      }
      if (news.kind === "event" && news.event.event === "posted") react(name, client, news.event);
    };
    const client = new ChatClient({ host, port: server.port, program: "demo", onNews });
    client.connect();
  });
}

function react(
  name: string,
  client: ChatClient,
  { conversation, messages }: { conversation: string; messages: readonly { from: string; number: number }[] },
): void {
  for (const { number } of messages.filter(({ from }) => from === guest.user)) {
    const turn = [...talkers.keys()][number % 3];
    if (conversation === "everyone" && turn !== name) continue;
    const text = answers[number % answers.length] ?? "yes";
    setTimeout(() => client.send(conversation, text), 1200);
  }
}

/** The lines without a pause (part 0), or those with one (part 1). */
async function play(part: 0 | 1): Promise<void> {
  for (const [from, to, text, seconds] of script) {
    if ((seconds > 0 ? 1 : 0) !== part) continue;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    talkers.get(from)?.send(to, text);
  }
  while (part === 0 && [...talkers.values()].some(({ unanswered }) => unanswered > 0)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
