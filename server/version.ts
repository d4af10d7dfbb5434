/** What this program calls itself, to its users and to clients. */
import packageJson from "../package.json" with { type: "json" };

export const version: string = packageJson.version;
export const programName = `chat-server/${version}`;
