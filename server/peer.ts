/** The far end of a connection as the rules see it: somewhere to send frames, never a socket. */
import type { ClosingCode, EventFields } from "../protocol/index.ts";

/** What may be said besides why. */
export type ClosingDetails = Pick<EventFields<"closing">, "retryAfterMs" | "until">;

export interface Peer {
  /** IP address without a port. */
  readonly address: string;
  readonly port: number;
  readonly closed: boolean;
  /** Queues one frame; what is queued in one turn of the event loop leaves in one write. Never blocks. */
  send(frame: Buffer): void;
  /** Writes buffers that many peers share, after all that is queued. */
  sendShared(frames: readonly Buffer[]): void;
  /** Writes what is queued now, before the turn ends. */
  flush(): void;
  /** Resolves once little enough waits for this peer that it is worth producing more, or when it is gone. */
  drained(): Promise<void>;
  /** Resolves to whether anything is heard from the far end within the time for a probe. */
  answersProbe(): Promise<boolean>;
  /** Says why, then ends the connection. */
  close(code: ClosingCode, details?: ClosingDetails): void;
}
