import test from "ava";
import { Failure } from "../../tui/failure.ts";
import type { AskedPlace } from "../../tui/options.ts";
import { placeOf } from "../../tui/place.ts";

const nothing: AskedPlace = {
  host: undefined,
  port: undefined,
  user: undefined,
  profile: undefined,
  fingerprint: undefined,
  passwordFile: undefined,
  takeover: false,
};
const noPin = (): undefined => undefined;
const last = { host: "last.example", port: 2001, user: "lara" };
const profiles = {
  work: { host: "work.example", port: 2002, user: "wanda" },
  home: { user: "hugo" },
};

test("without anything it's this machine", (t) => {
  t.like(placeOf(nothing, {}, undefined, noPin), { host: "127.0.0.1", port: 2000, user: "" });
});

test("without arguments it's where one was last, and with a name as somebody else", (t) => {
  t.like(placeOf(nothing, profiles, last, noPin), last);
  t.like(placeOf({ ...nothing, user: "bob" }, profiles, last, noPin), { ...last, user: "bob" });
});

test("another server is not mixed with the last one", (t) => {
  t.like(placeOf({ ...nothing, host: "other" }, profiles, last, noPin), {
    host: "other",
    port: 2000,
    user: "",
  });
  t.like(placeOf({ ...nothing, port: 3000 }, profiles, last, noPin), {
    host: "127.0.0.1",
    port: 3000,
    user: "",
  });
});

test("whoever names the server of the last time is who they were there", (t) => {
  const named = { ...nothing, host: last.host, port: last.port };
  t.like(placeOf(named, profiles, last, noPin), last);
  const local = { host: "127.0.0.1", port: 3000, user: "lara" };
  t.like(placeOf({ ...nothing, port: 3000 }, profiles, local, noPin), local);
});

test("a profile says where and as whom; the command line says more", (t) => {
  t.like(placeOf({ ...nothing, profile: "work" }, profiles, last, noPin), profiles.work);
  t.like(placeOf({ ...nothing, profile: "work", port: 9 }, profiles, last, noPin), {
    ...profiles.work,
    port: 9,
  });
  t.like(placeOf({ ...nothing, profile: "home" }, profiles, last, noPin), {
    host: "127.0.0.1",
    port: 2000,
    user: "hugo",
  });
});

test("what a person says of the certificate counts more than what was accepted before", (t) => {
  const [said, named, pin] = ["a", "b", "c"].map((digit) => `SHA256:${digit.repeat(64)}`) as [
    string,
    string,
    string,
  ];
  const expected = (asked: Partial<AskedPlace>, pinOf: Parameters<typeof placeOf>[3]) =>
    placeOf({ ...nothing, ...asked }, { work: { ...profiles.work, fingerprint: named } }, last, pinOf)
      .expected;
  t.is(expected({}, noPin), undefined);
  t.deepEqual(
    expected({ profile: "work" }, () => pin),
    { fingerprint: named, pinned: false },
  );
  t.deepEqual(
    expected({ profile: "work", fingerprint: said }, () => pin),
    {
      fingerprint: said,
      pinned: false,
    },
  );
  const pinOfWork: Parameters<typeof placeOf>[3] = ({ host, port }) =>
    host === "x" && port === 9 ? pin : undefined;
  t.deepEqual(expected({ host: "x", port: 9 }, pinOfWork), { fingerprint: pin, pinned: true });
});

test("a profile that there isn't is named beside those that there are", (t) => {
  const words = (profile: string, all = profiles): string | undefined =>
    t.throws(() => placeOf({ ...nothing, profile }, all, last, noPin), { instanceOf: Failure })?.message;
  t.is(words("wrok"), 'There is no profile called "wrok". There are: work, home. Did you mean work?');
  t.regex(words("toString") ?? "", /There are: work, home\.$/);
  t.regex(words("work", {} as typeof profiles) ?? "", /The settings file has none: "profiles"/);
});
