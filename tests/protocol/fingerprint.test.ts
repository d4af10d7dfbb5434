/** Fingerprints as people write and compare them. */
import test from "ava";
import { fingerprintRows, readFingerprint } from "../../protocol/index.ts";

const hex = "0123456789abcdef".repeat(4);
const fingerprint = `SHA256:${hex}`;

test("a fingerprint is read however it was copied", (t) => {
  const colons = hex.toUpperCase().match(/../g)?.join(":") ?? "";
  const forms = [
    fingerprint,
    hex,
    ` sha256:${hex.toUpperCase()}\n`,
    colons,
    `SHA256:${colons}`,
    `sha256 Fingerprint=${colons}`,
    `SHA-256:${hex}`,
    fingerprintRows(fingerprint, 8).join("\n"),
    hex.match(/..../g)?.join("-") ?? "",
  ];
  for (const form of forms) t.is(readFingerprint(form), fingerprint, form);
});

test("what is shorter, longer or something else is none", (t) => {
  const others = [
    "",
    "SHA256:",
    hex.slice(1),
    `${hex}0`,
    hex.replace("0", "g"),
    `MD5:${hex}`,
    `SHA256:SHA256:${hex}`,
  ];
  for (const other of others) t.is(readFingerprint(other), undefined, other);
});

test("for people it stands in rows of groups, all of it", (t) => {
  t.deepEqual(fingerprintRows(fingerprint, 8), [
    "0123 4567 89ab cdef 0123 4567 89ab cdef",
    "0123 4567 89ab cdef 0123 4567 89ab cdef",
  ]);
  for (const groups of [1, 4, 7, 16, 99]) {
    const rows = fingerprintRows(fingerprint, groups);
    t.is(rows.join("").replaceAll(" ", ""), hex);
    t.is(rows.length, Math.ceil(16 / groups));
  }
});
