/** Plays one random history against a real server over bad networks, and gives it to the checker. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { undelivered, violations } from "./check.ts";
import { Device } from "./device.ts";
import type { Fact } from "./facts.ts";
import { readFinal } from "./final.ts";
import { type Host, Killed, PowerCut } from "./hosts.ts";
import { Network } from "./network.ts";
import { devices as clients, type Plan, planOf, randomOf, type Step } from "./plan.ts";

export type Crash = "power cut" | "kill -9";

/** How long anything may take that has to come about in the end; only a history that is wrong waits so long. */
const patienceMs = 20_000;

export interface Outcome {
  readonly facts: readonly Fact[];
  /** What was wrong, in sentences. */
  readonly wrong: readonly string[];
}

/** The same seed gives the same plan; the timing is the machine's. */
export async function playHistory(seed: number, crash: Crash): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "chat-history-"));
  const plan = planOf(seed);
  const history = new History(crash === "kill -9" ? Killed : PowerCut, folder, plan, randomOf(seed));
  try {
    return { facts: history.facts, wrong: await history.play() };
  } catch (error) {
    return { facts: history.facts, wrong: [String(error), ...history.describe()] };
  } finally {
    await history.end();
    await rm(folder, { recursive: true, force: true });
  }
}

class History {
  readonly facts: Fact[] = [];
  readonly #plan: Plan;
  readonly #host: Host;
  readonly #random: () => number;
  readonly #networks: Network[] = [];
  readonly #devices: Device[] = [];
  #restarting: Promise<void> = Promise.resolve();
  #said = 0;

  constructor(Server: typeof Killed | typeof PowerCut, folder: string, plan: Plan, random: () => number) {
    this.#plan = plan;
    this.#host = new Server(folder, plan.journalBytes, () => this.#crashed());
    this.#random = random;
  }

  /** Resolves to what was wrong. */
  async play(): Promise<string[]> {
    await this.#begin();
    for (const step of this.#plan.steps) await this.#take(step);
    for (const network of this.#networks) network.release();
    // A login that is still on its way would end the session of another client later.
    await Promise.all(this.#devices.map((device) => device.idle()));
    // One after the other, each client says all that it still has to say.
    for (const device of this.#devices) await this.#in(device);
    // What only memory has would be found in the end, too.
    this.#host.crash(0, 1);
    await this.#restarting;
    // Whoever was told nothing of a takeover when the server went down may be back first.
    const readers = this.#devices.filter(({ name }) => name.endsWith("2"));
    for (const reader of readers) await this.#in(reader);
    const final = await readFinal(readers);
    await until("all is delivered", () => undelivered(this.facts, final).length === 0).catch(() => {});
    return violations(this.facts, final);
  }

  describe(): string[] {
    return this.#devices.map((device) => device.describe());
  }

  async end(): Promise<void> {
    await this.#restarting.catch(() => {});
    for (const device of this.#devices) device.close();
    for (const network of this.#networks) network.close();
    await this.#host.stop();
  }

  /** Everyone has an account before anything is said, since nobody gets what was said before. */
  async #begin(): Promise<void> {
    await this.#host.start();
    for (const { name, account } of clients) {
      const network = await Network.open(() => this.#host.port, this.#random);
      this.#networks.push(network);
      this.#devices.push(new Device(name, account, network.port, (fact) => this.facts.push(fact)));
    }
    await until("all are connected", () => this.#devices.every(({ connected }) => connected));
    for (const device of this.#devices) if (device.name.endsWith("1")) await device.signup();
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case "wait":
        await delay(step.ms);
        return;
      case "crash":
        this.#host.crash(1 + step.after, step.lost);
        return;
      case "cut":
      case "hang":
      case "stall":
      case "release":
        this.#networks[step.device]?.[step.do]();
        return;
      case "say":
        for (let count = 0; count < step.count; count++)
          this.#devices[step.device]?.say(step.to, `text ${++this.#said}`);
        return;
      case "login":
        void this.#devices[step.device]?.login(step.takeover);
        return;
      case "logout":
        void this.#devices[step.device]?.logout();
        return;
      default:
        void this.#devices[step.device]?.command(step.do, step.name);
    }
  }

  #crashed(): void {
    for (const network of this.#networks) network.cut();
    this.#restarting = this.#restarting.then(() => this.#host.restart());
  }

  /** Logged in, with all said. */
  async #in(device: Device): Promise<void> {
    await until(`${device.name} has said all`, async () => {
      await this.#restarting;
      if (device.connected && !device.loggedIn) await device.login(true);
      return device.loggedIn && device.unanswered === 0;
    });
  }
}

/** Rejects, in these words, when it doesn't come about. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}.`);
    await delay(3);
  }
}
