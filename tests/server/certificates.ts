/** Certificates for tests, real ones in files of their own. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import type { ExecutionContext } from "ava";
import type { CertificateFiles } from "../../server/certificate.ts";
import { temporaryFolder } from "./serve.ts";

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 24 * 3600 * 1000;

export interface Wishes {
  readonly host?: string;
  /** An IP address instead. */
  readonly ip?: string;
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** Signs it; without one it signs itself. */
  readonly authority?: Authority;
}

export interface Authority {
  readonly pem: string;
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Made {
  readonly cert: string;
  readonly key: string;
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]);
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

export async function newAuthority(): Promise<Authority> {
  const keys = await newKeys();
  const name = "CN=An authority";
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(1),
    keys,
    signingAlgorithm: ecdsa,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return { pem: certificate.toString("pem"), name, keys };
}

/** Both in PEM. */
export async function newCertificate(wishes: Wishes = {}): Promise<Made> {
  const { host = "chat.example", ip, from = -1, to = 365, authority } = wishes;
  const keys = await newKeys();
  const subject = `CN=${host}`;
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: authority?.name ?? subject,
    notBefore: daysFromNow(from),
    notAfter: daysFromNow(to),
    publicKey: keys.publicKey,
    signingKey: (authority?.keys ?? keys).privateKey,
    signingAlgorithm: ecdsa,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        ip === undefined ? { type: "dns", value: host } : { type: "ip", value: ip },
      ]),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { cert: certificate.toString("pem"), key: x509.PemConverter.encode(key, "PRIVATE KEY") };
}

/** In a folder of their own, readable by their owner alone. */
export async function certificateFiles(t: ExecutionContext, wishes?: Wishes): Promise<CertificateFiles> {
  const folder = await temporaryFolder(t);
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await replaceFiles(files, wishes);
  return files;
}

/** Writes another certificate over one. */
export async function replaceFiles(files: CertificateFiles, wishes?: Wishes): Promise<void> {
  const { cert, key } = await newCertificate(wishes);
  await writeFile(files.cert, cert, { mode: 0o600 });
  await writeFile(files.key, key, { mode: 0o600 });
}
