/** The certificate that a server shows: its own, or one from files, and what is said of one that is no use. */
import { X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { fingerprintOf } from "../../protocol/index.ts";
import { CertificateError, type CertificateFiles, openCertificate } from "../../server/certificate.ts";
import { certificateFiles, newCertificate } from "./certificates.ts";
import { spawnServer } from "./process.ts";
import { serve, temporaryFolder } from "./serve.ts";

const now = Date.now();

async function refusal(t: ExecutionContext, files: CertificateFiles): Promise<string> {
  const error = await t.throwsAsync(openCertificate(files, "/nowhere", now), {
    instanceOf: CertificateError,
  });
  return error?.message ?? "";
}

test("the first start makes a certificate that names the host and lasts, readable by its owner alone", async (t) => {
  const folder = await temporaryFolder(t);
  const { cert, key, fingerprint, warnings } = await openCertificate(undefined, folder, now);
  const certificate = new X509Certificate(cert);
  t.is(certificate.checkHost(hostname()), hostname());
  t.true(certificate.validToDate.getTime() > now + 10 * 365 * 24 * 3600 * 1000);
  t.true(certificate.validFromDate.getTime() < now);
  t.is(certificate.publicKey.asymmetricKeyDetails?.namedCurve, "prime256v1");
  t.false(certificate.ca);
  t.is(fingerprint, fingerprintOf(certificate));
  t.regex(fingerprint, /^SHA256:[0-9a-f]{64}$/);
  t.deepEqual(warnings, []);
  t.is((await stat(join(folder, "identity.pem"))).mode & 0o777, 0o600);
  t.is((await openCertificate(undefined, folder, now)).key, key, "kept");
  t.not((await openCertificate(undefined, await temporaryFolder(t), now)).fingerprint, fingerprint);
});

test("a damaged certificate of its own is named, and not replaced", async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, "identity.pem");
  await writeFile(path, "");
  await t.throwsAsync(openCertificate(undefined, folder, now), { message: new RegExp(path) });
  t.is(await readFile(path, "utf8"), "");
});

test("where it can't be written the folder is named", async (t) => {
  const path = join(await temporaryFolder(t), "gone");
  await t.throwsAsync(openCertificate(undefined, path, now), {
    instanceOf: CertificateError,
    message: /can't be written to .*gone.*no such file or directory/,
  });
});

test("files that are no use are named, with the reason", async (t) => {
  const good = await certificateFiles(t);
  const other = await certificateFiles(t);
  const bad = join(await temporaryFolder(t), "bad.pem");
  await writeFile(bad, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
  t.regex(await refusal(t, { ...good, cert: "/no/cert.pem" }), /\/no\/cert\.pem can't be read: no such file/);
  t.regex(await refusal(t, { ...good, key: "/no/key.pem" }), /\/no\/key\.pem can't be read: no such file/);
  t.regex(await refusal(t, { ...good, cert: "/" }), /\/ can't be read: .*directory/);
  t.regex(await refusal(t, { ...good, cert: bad }), /bad\.pem holds no certificate .* PEM/);
  t.regex(await refusal(t, { ...good, key: bad }), /bad\.pem holds no private key .* passphrase/);
  t.regex(await refusal(t, { ...good, key: good.cert }), /cert\.pem holds no private key/);
  t.regex(await refusal(t, { cert: good.cert, key: other.key }), /The key in .* doesn't belong to/);
});

test("certificate and key may be one file", async (t) => {
  const { cert, key } = await newCertificate();
  const path = join(await temporaryFolder(t), "both.pem");
  await writeFile(path, `${cert}\n${key}\n`, { mode: 0o600 });
  t.is(
    (await openCertificate({ cert: path, key: path }, "", now)).fingerprint,
    fingerprintOf(new X509Certificate(cert)),
  );
});

test("a certificate out of its time, or about to be, is used with a warning", async (t) => {
  const warned = async (from: number, to: number): Promise<readonly string[]> =>
    (await openCertificate(await certificateFiles(t, { from, to }), "", now)).warnings;
  t.regex((await warned(-9, -2)).join(), /has ended on \d{4}-\d\d-\d\d\.$/);
  t.regex((await warned(2, 30)).join(), /begins only on/);
  t.regex((await warned(-1, 13)).join(), /pem ends on/);
  t.deepEqual(await warned(-1, 15), []);
});

test("a key that everyone can read is warned of", async (t) => {
  const files = await certificateFiles(t);
  await chmod(files.key, 0o640);
  t.deepEqual((await openCertificate(files, "", now)).warnings, []);
  await chmod(files.key, 0o644);
  t.regex((await openCertificate(files, "", now)).warnings.join(), /can read the private key .* chmod 600/);
});

test("the certificate outlives a restart, and nothing of the key is in the log", async (t) => {
  const server = await serve(t);
  const { fingerprint } = server;
  await server.restart();
  await server.reload();
  t.is(server.fingerprint, fingerprint);
  const log = JSON.stringify(server.log());
  t.true(log.includes(fingerprint));
  const pem = await readFile(join(server.folder, "data", "identity.pem"), "utf8");
  const secrets = (pem.split("-----END PRIVATE KEY-----")[0] ?? "").split("\n").slice(1).filter(Boolean);
  t.true(secrets.length > 1);
  for (const line of secrets) t.false(log.includes(line));
});

test("the start prints the line to join with, and SIGHUP reads the certificate again", async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, "data");
  const server = spawnServer(t, "--port", "0", "--data", data);
  const port = await server.port;
  const fingerprintIn = async (): Promise<string> =>
    fingerprintOf(new X509Certificate(await readFile(join(data, "identity.pem"))));
  const first = await fingerprintIn();
  await rm(join(data, "identity.pem"));
  const reloaded = new Promise<string>((resolve) => {
    server.child.stderr?.on("data", (text: string) => {
      if (text.includes("certificate reloaded")) resolve(text);
    });
  });
  server.child.kill("SIGHUP");
  t.true((await reloaded).includes(await fingerprintIn()));
  t.not(await fingerprintIn(), first);
  server.child.kill("SIGTERM");
  const { status, stdout } = await server.ended;
  t.is(status, 0);
  t.true(
    stdout.includes(
      `From other machines: npx chat-tui --host ${hostname()} --port ${port} --fingerprint ${first}\n`,
    ),
    stdout,
  );
});

test("on the command line the two files go together, and what is wrong with them is one line", async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, "data"));
  const { cert, key } = await certificateFiles(t);
  const start = (...args: string[]) =>
    spawnServer(t, "--port", "0", "--data", join(folder, "data"), ...args).ended;
  const [alone, missing] = [await start("--cert", cert), await start("--cert", "/no/cert.pem", "--key", key)];
  t.regex(alone.stderr, /^error: --cert and --key go together.*\n$/);
  t.regex(missing.stderr, /^chat-server: \/no\/cert\.pem can't be read: no such file or directory\.\n$/);
  t.deepEqual([alone.status, missing.status], [1, 1]);
});
