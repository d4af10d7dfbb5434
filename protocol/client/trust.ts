/** Which certificates a client goes on with. Pure. */
import type { Fingerprint } from "../fingerprint.ts";

export interface ServerCertificate {
  readonly fingerprint: Fingerprint;
  /** An authority that this machine trusts says that it belongs to that host. Not asked about where it's pinned. */
  readonly vouched: boolean;
}

/** The one certificate that a server is to show. */
export interface Expected {
  readonly fingerprint: Fingerprint;
  /** Kept from an earlier connection, rather than said by a person just now. */
  readonly pinned: boolean;
}

/** Once a certificate is expected no other will do, whoever vouches for it. */
export function isTrusted(certificate: ServerCertificate, expected: Expected | undefined): boolean {
  return expected === undefined ? certificate.vouched : certificate.fingerprint === expected.fingerprint;
}

/** The connection ends before anything is sent: this certificate is not trusted. */
export class Distrusted extends Error {
  readonly certificate: ServerCertificate;
  readonly expected: Expected | undefined;

  constructor(certificate: ServerCertificate, expected: Expected | undefined) {
    super("The server's certificate is not trusted.");
    this.name = "Distrusted";
    this.certificate = certificate;
    this.expected = expected;
  }
}
