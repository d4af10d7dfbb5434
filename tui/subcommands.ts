/** The names of chat-tui's subcommands, which no profile can have. */

export const subcommandNames = ["send", "tail", "who", "export", "keytest"] as const;
export type SubcommandName = (typeof subcommandNames)[number];
