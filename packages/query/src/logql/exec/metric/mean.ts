/**
 * The running mean with its `count`-th value taken in. An infinite mean stays what it is until a value that is
 * infinite the other way, or NaN: subtracting it from itself would give NaN at once.
 */
export function addToMean(mean: number, value: number, count: number): number {
  if (!Number.isFinite(mean) && !Number.isNaN(mean)) {
    if (value === mean || Number.isFinite(value)) return mean;
  }
  return mean + (value / count - mean / count);
}
