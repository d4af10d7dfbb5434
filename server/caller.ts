/** Who is asking: one connection's standing with the rules. */
import type { Peer } from "./peer.ts";
import type { Session } from "./session.ts";

export interface Caller {
  readonly peer: Peer;
  greeted: boolean;
  /** Undefined before login and after logout; has `ended` once another login has taken it over. */
  session: Session | undefined;
}
