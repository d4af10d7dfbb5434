/** Turns what keeps a server from starting into one line that says what to do. */
import { StoreError } from "../data/index.ts";
import { CertificateError } from "./certificate.ts";
import { MetricsPortError } from "./metrics/port.ts";

interface Wanted {
  readonly host: string;
  readonly port: number;
}

export function startFailure(error: unknown, { host, port }: Wanted): string {
  if (error instanceof StoreError) {
    return error.code === "unusable" ? `${error.message} Choose another folder with --data.` : error.message;
  }
  if (error instanceof CertificateError) return error.message;
  if (error instanceof MetricsPortError) return error.message;
  if (!(error instanceof Error) || !("code" in error)) return `Can't start: ${String(error)}`;
  switch (error.code) {
    case "EADDRINUSE":
      return `Port ${port} on ${host} is in use. Stop what listens there, or choose another port with --port.`;
    case "EACCES":
      return `Not allowed to listen on port ${port}. Choose one above 1023 with --port.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} is not an address of this machine. Choose one that is with --host, or 0.0.0.0 for all of them.`;
    default:
      return `Can't listen on ${host}, port ${port}: ${error.message}.`;
  }
}
