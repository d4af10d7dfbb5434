/**
 * The certificate that the server shows: made at the first start and kept in the data folder, or given by files. Knows
 * what can be wrong with one and says so in words; what it is used for is the listener's business.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { failedWith, nodeFiles, reasonOf } from "../data/files.ts";
import { type Fingerprint, fingerprintOf } from "../protocol/index.ts";

/** Why a certificate is no use, in sentences that say what to do. */
export class CertificateError extends Error {}

/** Paths of PEM files, which may be one and the same. */
export interface CertificateFiles {
  /** May hold intermediate certificates after the server's own. */
  readonly cert: string;
  readonly key: string;
}

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  /** PEM; must never be logged. */
  readonly key: string;
  readonly fingerprint: Fingerprint;
  /** What whoever runs the server should see to, in sentences. */
  readonly warnings: readonly string[];
  /** What there is to say about its dates at another time than when it was opened, ms since 1970 UTC. */
  datesAt(now: number): readonly string[];
}

/** One file for both, so that no crash leaves a key with another certificate. */
const fileName = "identity.pem";
/** So long before its end somebody should be told. */
const endsSoonMs = 14 * 24 * 3600 * 1000;

/** Without files it's the one in the folder, made if there is none. Throws a CertificateError. */
export async function openCertificate(
  files: CertificateFiles | undefined,
  folder: string,
  now: number,
): Promise<Certificate> {
  if (files) return readCertificate(files, now);
  const path = join(folder, fileName);
  if (!(await isThere(path))) await makeFile(path);
  return readCertificate({ cert: path, key: path }, now);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    return !failedWith(error, "ENOENT");
  }
}

async function makeFile(path: string): Promise<void> {
  const { makeCertificate } = await import("./make-certificate.ts");
  const temporary = `${path}.tmp`;
  try {
    await writeFile(temporary, await makeCertificate(), { mode: 0o600, flush: true });
    await rename(temporary, path);
    await nodeFiles.syncFolder(join(path, ".."));
  } catch (error) {
    throw new CertificateError(`The server's certificate can't be written to ${path}: ${reasonOf(error)}.`);
  }
}

async function readCertificate(files: CertificateFiles, now: number): Promise<Certificate> {
  const [cert, key] = [await readPem(files.cert), await readPem(files.key)];
  const certificate = certificateIn(cert, files.cert);
  if (!certificate.checkPrivateKey(keyIn(key, files.key))) {
    throw new CertificateError(
      `The key in ${files.key} doesn't belong to the certificate in ${files.cert}: give the two that were made together.`,
    );
  }
  const datesAt = (time: number): string[] => timeWarnings(certificate, files.cert, time);
  const warnings = [...datesAt(now), ...(await modeWarnings(files.key))];
  return { cert, key, fingerprint: fingerprintOf(certificate), warnings, datesAt };
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CertificateError(`${path} can't be read: ${reasonOf(error)}.`);
  }
}

function certificateIn(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CertificateError(`${path} holds no certificate that can be read: it has to be one in PEM.`);
  }
}

function keyIn(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new CertificateError(
      `${path} holds no private key that can be read: it has to be one in PEM, without a passphrase.`,
    );
  }
}

/** Clients that have been told to trust this very certificate don't look at its dates; all others do. */
function timeWarnings({ validFromDate, validToDate }: X509Certificate, path: string, now: number): string[] {
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (now > validToDate.getTime()) return [`The certificate in ${path} has ended on ${day(validToDate)}.`];
  if (now < validFromDate.getTime())
    return [`The certificate in ${path} begins only on ${day(validFromDate)}.`];
  const endsSoon = validToDate.getTime() - now < endsSoonMs;
  return endsSoon ? [`The certificate in ${path} ends on ${day(validToDate)}.`] : [];
}

/** A group is often there to share keys; everyone is not. */
async function modeWarnings(path: string): Promise<string[]> {
  const isOpen = process.platform !== "win32" && ((await stat(path)).mode & 0o007) !== 0;
  return isOpen
    ? [`Everyone on this machine can read the private key in ${path}. Do: chmod 600 ${path}`]
    : [];
}
