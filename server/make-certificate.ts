/** Makes a certificate for a server that has none. In a module of its own, because hardly any start needs it. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { hostname } from "node:os";
import * as x509 from "@peculiar/x509";

/** Clients know it by its fingerprint, so nothing is won by an early end. */
const years = 20;
const dayMs = 24 * 3600 * 1000;

/** A private key (EC P-256) and the certificate that it has signed itself, in PEM. */
export async function makeCertificate(): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const host = hostname();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [host] }],
    // A client's clock may be behind.
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + years * 365 * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }]),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n${certificate.toString("pem")}\n`;
}
