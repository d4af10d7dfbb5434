/** Real files in folders of their own; what is waited for is the event. */
import { mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { SettingsFile } from "../../../tui/settings/file.ts";
import type { ParsedSettings } from "../../../tui/settings/parse.ts";
import { initialSettings } from "../../../tui/state/settings.ts";

async function folder(t: ExecutionContext): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "settings-"));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A file that is watched; `next` resolves with what holds after somebody has changed it. */
function watched(
  t: ExecutionContext,
  path: string,
): { file: SettingsFile; next: () => Promise<ParsedSettings> } {
  const file = new SettingsFile(path);
  file.read();
  let waiting = Promise.withResolvers<ParsedSettings>();
  file.watch((parsed) => waiting.resolve(parsed));
  t.teardown(() => file.close());
  const next = async (): Promise<ParsedSettings> => {
    const parsed = await waiting.promise;
    waiting = Promise.withResolvers();
    return parsed;
  };
  return { file, next };
}

test("a file that isn't there is as good as an empty one", async (t) => {
  const file = new SettingsFile(join(await folder(t), "none", "settings.jsonc"));
  t.deepEqual(file.read(), { settings: initialSettings, problems: [] });
});

test("what can't be read says why", async (t) => {
  t.deepEqual(new SettingsFile(await folder(t)).read().problems, [
    "The file can't be read: illegal operation on a directory.",
  ]);
});

test("a value is written beside all that was there", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  await writeFile(path, '{\n  // no contacts\n  "sidebar": false, // really\n  "keys": {},\n}\n', {
    mode: 0o644,
  });
  const file = new SettingsFile(path);
  t.true(file.set(["sidebar"], true).settings.sidebar);
  t.is(await readFile(path, "utf8"), '{\n  // no contacts\n  "sidebar": true, // really\n  "keys": {},\n}\n');
  t.is((await stat(path)).mode & 0o777, 0o644);
});

test("a file is made where there is none, for its owner alone", async (t) => {
  const path = join(await folder(t), "new", "settings.jsonc");
  t.deepEqual(new SettingsFile(path).set(["sidebar"], false).problems, []);
  t.regex(await readFile(path, "utf8"), /^\/\/ Settings of chat-tui.*\n\{\n {2}"sidebar": false\n\}\n$/);
  t.is((await stat(path)).mode & 0o777, 0o600);
});

test("a file with a mistake isn't touched, and nothing changes", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  await writeFile(path, '{ "sidebar": true ');
  const { settings, problems } = new SettingsFile(path).set(["sidebar"], false);
  t.true(settings.sidebar);
  t.is(problems[0], "Nothing is changed: mend the file first.");
  t.is(await readFile(path, "utf8"), '{ "sidebar": true ');
});

test("an entry is written beside the others", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  await writeFile(path, '{ "notify-in": { "Bob": "none" } }');
  const { settings } = new SettingsFile(path).set(["notify-in", "everyone"], "all");
  t.deepEqual(settings["notify-in"], { bob: "none", everyone: "all" });
});

test("an entry of what has none is told", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  await writeFile(path, '{ "notify-in": 3 }');
  t.regex(new SettingsFile(path).set(["notify-in", "bob"], "all").problems[0] ?? "", /can't be written/);
});

test("where nothing can be written, a change holds all the same", async (t) => {
  const path = join(await folder(t), "file", "settings.jsonc");
  await writeFile(join(path, ".."), "not a folder");
  const file = new SettingsFile(path);
  const { settings, problems } = file.set(["sidebar"], false);
  t.false(settings.sidebar);
  t.regex(problems[0] ?? "", /^The file can't be written: .* The change holds only while you are here\.$/);
  file.set(["quiet"], true);
  t.like(file.read().settings, { sidebar: false, quiet: true });
});

test("a link to a file stays one", async (t) => {
  const place = await folder(t);
  await writeFile(join(place, "real.jsonc"), "{}");
  await symlink(join(place, "real.jsonc"), join(place, "settings.jsonc"));
  new SettingsFile(join(place, "settings.jsonc")).set(["sidebar"], false);
  t.regex(await readFile(join(place, "real.jsonc"), "utf8"), /"sidebar": false/);
});

test("what an editor writes into the file is told", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  const { next } = watched(t, path);
  await writeFile(path, '{"sidebar": false}');
  t.false((await next()).settings.sidebar);
  await writeFile(path, '{"sidebar": fal');
  t.is((await next()).problems.length, 1);
});

test("so is a new file in the place of the old one, and one that is removed", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  await writeFile(path, "{}");
  const { next } = watched(t, path);
  await writeFile(`${path}~`, '{"sidebar": false}');
  await rename(`${path}~`, path);
  t.false((await next()).settings.sidebar);
  await rm(path);
  t.deepEqual(await next(), { settings: initialSettings, problems: [] });
});

test("so is what happens at the end of a link elsewhere", async (t) => {
  const [place, elsewhere] = [await folder(t), await folder(t)];
  await writeFile(join(elsewhere, "real.jsonc"), "{}");
  await symlink(join(elsewhere, "real.jsonc"), join(place, "settings.jsonc"));
  const { next } = watched(t, join(place, "settings.jsonc"));
  await writeFile(join(elsewhere, "real.jsonc"), '{"sidebar": false}');
  t.false((await next()).settings.sidebar);
});

test("one's own changes, and other files beside it, are not told", async (t) => {
  const path = join(await folder(t), "settings.jsonc");
  const { file, next } = watched(t, path);
  const other = watched(t, path);
  await writeFile(`${path}.other`, "x");
  file.set(["sidebar"], false);
  t.false((await other.next()).settings.sidebar);
  await writeFile(path, '{"sidebar": true, "keys": {"help": "f12"}}');
  t.true((await next()).settings.sidebar);
});
