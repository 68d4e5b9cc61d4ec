/**
 * Round marks on the time ruler: 1, 2 or 5 times a power of ten nanoseconds, at most `count` + 1 of them.
 * @param duration nanoseconds.
 * @returns nanoseconds from the start, the first is 0.
 */
export function rulerTicks(duration: number, count: number): readonly number[] {
  const rough = duration / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, i) => i * step);
}
