/** Arrays that stay sorted. */

/** Where the first element is for which `isAtOrAfter` holds; it must hold for all that follow. */
export function firstIndex<T>(sorted: readonly T[], isAtOrAfter: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAtOrAfter(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
