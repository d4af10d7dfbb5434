/** Hands a link to the desktop's browser, where there is a desktop. */
import { spawn } from "node:child_process";
import { once } from "node:events";

/** The program that opens links, undefined without a graphical session. */
export function opener(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  // Over SSH the desktop is somewhere else.
  if (env.SSH_CONNECTION !== undefined && env.DISPLAY === undefined) return undefined;
  if (platform === "darwin") return "open";
  return env.DISPLAY || env.WAYLAND_DISPLAY ? "xdg-open" : undefined;
}

/** Only the web's links, and without a shell. Whether a program took it. */
export async function openLink(link: string): Promise<boolean> {
  const program = opener();
  const url = URL.parse(link);
  if (program === undefined || url === null || !/^https?:$/.test(url.protocol)) return false;
  const child = spawn(program, [url.href], { detached: true, stdio: "ignore" });
  child.unref();
  try {
    await once(child, "spawn");
    return true;
  } catch {
    return false;
  }
}
