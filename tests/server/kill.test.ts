/** kill -9 at random moments under load: what was acknowledged is there, once, in one order, and everyone gets it. */
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import type { Message } from "../../protocol/index.ts";
import { Chatter } from "./chatter.ts";
import { type ServerProcess, spawnCheapServer } from "./process.ts";
import { count, password, temporaryFolder } from "./serve.ts";

const names = ["alice", "bob", "carol", "dave"] as const;
const rounds = 5;

interface Person {
  readonly name: string;
  readonly chatter: Chatter;
  /** What was written, by conversation, in order. */
  readonly written: Map<string, string[]>;
  stored: number;
  goesOn: boolean;
}

/** Sends as fast as it is acknowledged, in turn to everyone and to each of the others. */
async function chat(person: Person): Promise<void> {
  const targets = ["everyone", ...names.filter((name) => name !== person.name)];
  const one = async (lane: number): Promise<void> => {
    for (let turn = lane; person.goesOn; turn++) {
      const conversation = targets[turn % targets.length] ?? "everyone";
      const { key } = person.chatter.client.send(conversation, `${person.name} ${lane} ${turn}`);
      person.written.set(conversation, [...(person.written.get(conversation) ?? []), key]);
      await person.chatter.until(() => person.chatter.outcomes(key).length > 0);
      person.stored++;
    }
  };
  await Promise.all(count(8).map(one));
}

const numbers = (messages: readonly Message[]): number[] => messages.map(({ number }) => number);

test("kill -9 under load loses nothing acknowledged, repeats nothing and keeps one order", async (t) => {
  const folder = join(await temporaryFolder(t), "data");
  let server: ServerProcess = spawnCheapServer(t, folder, 0);
  const port = await server.port;
  const people: Person[] = [];
  for (const name of names) {
    const chatter = await Chatter.open(t, port);
    await chatter.client.signup(name, password);
    people.push({ name, chatter, written: new Map(), stored: 0, goesOn: true });
  }
  const chatting = people.map(chat);
  const total = () => people.reduce((sum, { stored }) => sum + stored, 0);
  for (const _ of count(rounds)) {
    const enough = total() + 50 + Math.floor(Math.random() * 400);
    await Promise.race(people.map(({ chatter }) => chatter.until(() => total() >= enough)));
    server.child.kill("SIGKILL");
    const { signal, stderr } = await server.ended;
    t.is(signal, "SIGKILL");
    t.false(/"level":50/.test(stderr), stderr);
    server = spawnCheapServer(t, folder, port);
    await server.port;
    for (const { chatter } of people) chatter.client.connect();
  }
  for (const person of people) person.goesOn = false;
  await Promise.all(chatting);
  for (const person of people) await checkPerson(t, person, people);
  t.true(total() > rounds * 50);
});

async function checkPerson(t: ExecutionContext, person: Person, people: readonly Person[]): Promise<void> {
  const { name, chatter, written } = person;
  for (const conversation of ["everyone", ...names.filter((other) => other !== name)]) {
    const messages = await chatter.history(conversation);
    t.deepEqual(numbers(messages), count(messages.length), "numbers without holes");
    const own = messages.filter(({ from }) => from === name);
    const keys = own.map(({ key }) => key);
    t.deepEqual(keys, written.get(conversation) ?? [], "all that was sent, once, in the order sent");
    for (const { key, number, time } of own) {
      t.deepEqual(chatter.outcomes(key), [{ state: "stored", number, time }], "as it was acknowledged, once");
    }
    const others = messages.filter(({ from }) => from !== name);
    const arrived = () => chatter.messages(conversation).filter(({ from }) => from !== name);
    await chatter.until(() => arrived().length >= others.length);
    t.deepEqual(arrived(), others, "what others sent came once, in that order");
    const reader = people.find(
      (other) => other.name === (conversation === "everyone" ? "alice" : conversation),
    );
    const seen = await reader?.chatter.history(conversation === "everyone" ? conversation : name);
    t.deepEqual(messages, seen, "and all see the same");
  }
}
