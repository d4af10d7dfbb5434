/**
 * A program whose listener has defects, in a process of its own: it fails at the login and at the first message, and
 * tells line by line what else it hears and what is uncaught. Usage: clumsy.ts PORT.
 */
import { ChatClient, type News } from "../../protocol/index.ts";

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

process.on("uncaughtException", (error) => tell(`uncaught: ${error.message}`));

const client = new ChatClient({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  program: "clumsy",
  onNews,
});
client.connect();

function onNews(news: News): void {
  if (news.kind === "connection" && news.connection.state === "connected") {
    client.login("alice", "correct horse").then(() => tell("logged in"));
  }
  if (news.kind === "connection" && news.connection.state === "waiting") tell("lost");
  if (news.kind === "session" && news.session.state === "in") throw new Error("at the login");
  if (news.kind !== "event" || news.event.event !== "posted") return;
  const [first] = news.event.messages;
  if (first?.number === 1) throw new Error("at the first message");
  tell(`heard ${first?.number}`);
}
