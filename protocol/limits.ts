/**
 * Every number that both ends of a connection must agree on. `hello` sends these values to the client, and
 * PROTOCOL.md prints them; nothing else in the project repeats them.
 */

const rows = {
  nameMin: [2, "characters", "shortest account name"],
  nameMax: [20, "characters", "longest account name"],
  passwordMin: [8, "characters", "shortest password"],
  passwordMaxBytes: [1024, "bytes of UTF-8", "longest password"],
  textMax: [4096, "Unicode code points", "longest message"],
  frameBytesBeforeLogin: [2048, "bytes", "largest request frame until a session is logged in"],
  frameBytes: [65_536, "bytes", "largest request frame of a logged-in session"],
  serverFrameBytes: [262_144, "bytes", "largest frame that a server sends"],
  frameDepth: [8, "levels", "deepest nesting of arrays and maps in a frame"],
  frameItems: [1024, "items", "most values, keys included, in a request frame"],
  serverFrameItems: [16_384, "items", "most values, keys included, in a frame that a server sends"],
  pageMessages: [100, "messages", "most messages in one page of history, or one `missed` or `posted` event"],
  searchMessages: [
    10_000,
    "messages",
    "most messages that one `search` looks through; fewer where they are long",
  ],
  searchWords: [16, "words", "most words of one `search`"],
  searchWordMax: [256, "UTF-16 code units", "longest of them"],
  pageNames: [100, "rows", "most rows in one page of a list"],
  missedMessages: [1000, "messages", "most missed messages per conversation that are sent after login"],
  unreadMax: [1000, "messages", "where counting unread messages stops"],
  keysRemembered: [256, "keys", "latest keys per account under which a repeated send is recognised"],
  loginTries: [3, "failures in a row", "before an account is locked for the address"],
  lockSeconds: [60, "s", "how long such a lock lasts"],
  tokens: [8, "tokens", "most that an account has for clients that remember them, and most for others"],
  typingSeconds: [6, "s", "after which someone who is said to be typing, and not again, has stopped"],
  typingAudience: [50, "sessions", "most people online for whom it is told who types to `everyone`"],
  pingSeconds: [30, "s", "silence after which a client should ping"],
  idleSeconds: [75, "s", "silence after which the server closes a connection"],
  helloSeconds: [10, "s", "from connecting to a complete `hello`"],
  frameSeconds: [20, "s", "from the first bytes of a request to its last"],
  stallSeconds: [10, "s", "for a client to read on, when much waits for it"],
  probeSeconds: [3, "s", "for the holder of a session to answer `probed` before it gives way"],
  recentSeconds: [3600, "s", "how far back `recent` looks"],
} as const satisfies Record<string, readonly [value: number, unit: string, meaning: string]>;

export type LimitName = keyof typeof rows;

/** The values alone, by name. */
export const limits = Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row[0]])) as {
  readonly [Name in LimitName]: number;
};

/** The table with units and meanings, for documentation. */
export const limitRows: Readonly<Record<string, readonly [number, string, string]>> = rows;
