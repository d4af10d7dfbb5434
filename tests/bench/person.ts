/** The built client on a pseudo-terminal of 120x40, with its keys, its bytes and what it costs; without an emulator, which costs more. */
import { readdirSync, readFileSync } from "node:fs";
import { type IPty, spawn } from "@lydell/node-pty";
import { homeEnvironment } from "../e2e/chat.ts";

/** As the kernel counts it. */
export interface Cost {
  /** Milliseconds of all threads on a core. */
  readonly cpu: number;
  readonly bytes: number;
  /** How often the main thread was woken. */
  readonly wakes: number;
}

const deadlineMs = 60_000;

export class Person {
  readonly started = performance.now();
  readonly #pty: IPty;
  readonly #exited: Promise<void>;
  #bytes = 0;
  /** What came since the last key. */
  #fresh = "";
  #onData: (() => void) | undefined;

  constructor(home: string, args: readonly string[]) {
    const env = { ...process.env, ...homeEnvironment(home), TERM: "xterm-256color" };
    const options = { cols: 120, rows: 40, env, encoding: null, name: "xterm-256color" };
    this.#pty = spawn(process.execPath, ["bin/chat-tui.js", ...args], options);
    this.#pty.onData((data) => this.#receive(Buffer.from(data)));
    this.#exited = new Promise((resolve) => this.#pty.onExit(() => resolve()));
  }

  /** Someone on the main screen. */
  static async loggedIn(home: string, port: number): Promise<Person> {
    const person = new Person(home, ["--port", String(port), "--user", "bench"]);
    await person.until("connected");
    person.type("a long enough password\r");
    await person.until("to everyone>");
    return person;
  }

  type(keys: string): void {
    this.#fresh = "";
    this.#pty.write(keys);
  }

  /** Resolves with the moment at which what was written since the last key holds this. */
  async until(text: string): Promise<number> {
    while (!this.#fresh.includes(text)) await this.#more(text);
    return performance.now();
  }

  /** Milliseconds from these keys until this is written. */
  async reaction(keys: string, text: string): Promise<number> {
    const pressed = performance.now();
    this.type(keys);
    return (await this.until(text)) - pressed;
  }

  /** Since the start. */
  get cost(): Cost {
    return { cpu: this.#cpu(), bytes: this.#bytes, wakes: this.#status("voluntary_ctxt_switches") };
  }

  /** Megabytes held in memory. */
  get memory(): number {
    return this.#status("VmRSS") / 1024;
  }

  /** By a way out on which the program keeps its compiled code for the next start. */
  async leave(): Promise<void> {
    this.#pty.kill("SIGTERM");
    await this.#exited;
  }

  #receive(data: Buffer): void {
    this.#bytes += data.length;
    this.#fresh += data.toString("latin1");
    this.#onData?.();
  }

  #more(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`The client never showed ${text}.`)), deadlineMs);
      this.#onData = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
  }

  #cpu(): number {
    const tasks = `/proc/${this.#pty.pid}/task`;
    const used = readdirSync(tasks).map((id) => readFileSync(`${tasks}/${id}/schedstat`, "utf8"));
    return used.reduce((sum, line) => sum + Number(line.split(" ")[0]), 0) / 1e6;
  }

  #status(field: string): number {
    const status = readFileSync(`/proc/${this.#pty.pid}/status`, "utf8");
    return Number(new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)?.[1]);
  }
}
