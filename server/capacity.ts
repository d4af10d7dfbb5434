/** How many connections this process can have at once: each is an open file to the system, and the store needs some too. */
const reserved = 256;

/** Endless where the system doesn't say. */
export function connectionCapacity(): number {
  // Looking at the network would take longer than starting does.
  const report = Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  const files = Number(userLimits?.open_files?.soft);
  if (Number.isNaN(files)) return Number.POSITIVE_INFINITY;
  return files - Math.min(reserved, Math.floor(files / 2));
}
