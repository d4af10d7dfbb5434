/** Who is asking: one connection's standing with the rules. */
import type { Peer } from "./peer.ts";
import type { Session } from "./session.ts";

export interface Caller {
  readonly peer: Peer;
  greeted: boolean;
  /** Undefined before login, after logout, and once another login has taken the session over. */
  session: Session | undefined;
}
