/** What the server counts while it runs: plain numbers, so that counting costs nothing. `metrics/` gives them words. */
import { type ClosingCode, closings, type RequestName, requests } from "../protocol/index.ts";

export class Counts {
  /** Connections that were accepted. */
  accepted = 0;
  /** Connections that the server ended, by the code it gave. */
  readonly closed: Record<ClosingCode, number> = zeros(closings);
  /** Connections that were cut without a word, because many were being refused at once. */
  cut = 0;
  readonly requests: Record<RequestName, number> = zeros(requests);
  /** Stored, without repeats. */
  readonly messages = { broadcast: 0, whisper: 0 };
  /** New messages times the sessions that they were sent to. */
  deliveries = 0;
  /** Of connections that are closed. */
  bytesReceived = 0;
  bytesSent = 0;
  loginFailures = 0;
  lockouts = 0;
  /** Requests that were answered `slow_down` because they came too fast. */
  slowedDown = 0;
  /** Logins that were refused because their address had failed too often. */
  heldBack = 0;
  /** Records that one sync of the journal made durable. */
  readonly groups = new Histogram([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  /** Seconds that the disk took for it. */
  readonly syncs = new Histogram([0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5]);

  /** The journal has made so many records durable, and the disk took so long for it. */
  synced(records: number, ms: number): void {
    this.groups.add(records);
    this.syncs.add(ms / 1000);
  }
}

export class Histogram {
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[];
  /** How many values were up to each bound and above the one before; last, how many were above all. */
  readonly counts: number[];
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = Array<number>(bounds.length + 1).fill(0);
  }

  add(value: number): void {
    const at = this.bounds.findIndex((bound) => value <= bound);
    const index = at < 0 ? this.bounds.length : at;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.sum += value;
  }
}

function zeros<Name extends string>(table: Readonly<Record<Name, unknown>>): Record<Name, number> {
  return Object.fromEntries(Object.keys(table).map((name) => [name, 0])) as Record<Name, number>;
}
