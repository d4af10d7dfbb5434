/** Which addresses are this very machine: there, and nowhere else, frames may go without TLS. Pure. */

/** An IP address, as the system writes them. */
export function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}

/** The same for what a person calls a host; who resolves the name has to look at the address as well. */
export function isLoopbackHost(host: string): boolean {
  return host.toLowerCase() === "localhost" || isLoopback(host);
}
