import test from "ava";
import { Failure } from "../../tui/failure.ts";
import type { AskedPlace } from "../../tui/options.ts";
import { placeOf } from "../../tui/place.ts";

const nothing: AskedPlace = {
  host: undefined,
  port: undefined,
  user: undefined,
  profile: undefined,
  passwordFile: undefined,
  takeover: false,
};
const last = { host: "last.example", port: 2001, user: "lara" };
const profiles = {
  work: { host: "work.example", port: 2002, user: "wanda" },
  home: { user: "hugo" },
};

test("without anything it's this machine", (t) => {
  t.like(placeOf(nothing, {}, undefined), { host: "127.0.0.1", port: 2000, user: "" });
});

test("without arguments it's where one was last, and with a name as somebody else", (t) => {
  t.like(placeOf(nothing, profiles, last), last);
  t.like(placeOf({ ...nothing, user: "bob" }, profiles, last), { ...last, user: "bob" });
});

test("another server is not mixed with the last one", (t) => {
  t.like(placeOf({ ...nothing, host: "other" }, profiles, last), { host: "other", port: 2000, user: "" });
  t.like(placeOf({ ...nothing, port: 3000 }, profiles, last), { host: "127.0.0.1", port: 3000, user: "" });
});

test("whoever names the server of the last time is who they were there", (t) => {
  const named = { ...nothing, host: last.host, port: last.port };
  t.like(placeOf(named, profiles, last), last);
  const local = { host: "127.0.0.1", port: 3000, user: "lara" };
  t.like(placeOf({ ...nothing, port: 3000 }, profiles, local), local);
});

test("a profile says where and as whom; the command line says more", (t) => {
  t.like(placeOf({ ...nothing, profile: "work" }, profiles, last), profiles.work);
  t.like(placeOf({ ...nothing, profile: "work", port: 9 }, profiles, last), { ...profiles.work, port: 9 });
  t.like(placeOf({ ...nothing, profile: "home" }, profiles, last), {
    host: "127.0.0.1",
    port: 2000,
    user: "hugo",
  });
});

test("a profile that there isn't is named beside those that there are", (t) => {
  const words = (profile: string, all = profiles): string | undefined =>
    t.throws(() => placeOf({ ...nothing, profile }, all, last), { instanceOf: Failure })?.message;
  t.is(words("wrok"), 'There is no profile called "wrok". There are: work, home. Did you mean work?');
  t.regex(words("toString") ?? "", /There are: work, home\.$/);
  t.regex(words("work", {} as typeof profiles) ?? "", /The settings file has none: "profiles"/);
});
