/** Where a server keeps what it stores, and finds its options, unless it's told otherwise. */
import { join } from "node:path";
import envPaths from "env-paths";

const paths = envPaths("chat-server", { suffix: "" });

/** The folder that systemd has made for the service, or the platform's place for a user's data. */
export function defaultDataFolder(environment: NodeJS.ProcessEnv): string {
  return environment.STATE_DIRECTORY ?? paths.data;
}

/** Where options are read from if no other file is named, in systemd's folder for the service or the user's. */
export function defaultConfigFile(environment: NodeJS.ProcessEnv): string {
  return join(environment.CONFIGURATION_DIRECTORY ?? paths.config, "chat-server.jsonc");
}

/** Where `npm start` writes the log, because the client has the screen. */
export const logFile = join(paths.log, "chat-server.log");
