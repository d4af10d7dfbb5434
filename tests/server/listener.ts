/**
 * Someone who listens, in a process of their own, to be stopped and continued. Writes what happens as lines of JSON:
 * the states of the connection and of the session, and the number of each message to everyone. Usage: listener.ts PORT NAME PASSWORD.
 */
import { ChatClient, type News } from "../../protocol/index.ts";

const [port = "", name = "", password = ""] = process.argv.slice(2);
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

function onNews(news: News): void {
  if (news.kind === "session") tell({ session: news.session.state });
  if (news.kind === "connection") tell({ connection: news.connection });
  if (news.kind === "connection" && news.connection.state === "connected" && !hasBegun) {
    hasBegun = true;
    void client.signup(name, password);
  }
  if (news.kind !== "event") return;
  if (news.event.event === "posted") for (const { number } of news.event.messages) tell({ number });
  if (news.event.event === "missed") for (const { number } of news.event.messages) tell({ number });
}

let hasBegun = false;
const client = new ChatClient({ host: "127.0.0.1", port: Number(port), program: "listener", onNews });
client.connect();
