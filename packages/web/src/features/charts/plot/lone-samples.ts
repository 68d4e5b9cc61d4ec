/**
 * Samples that have none beside them: no line is drawn of them, so they are shown as points.
 * @param values of a series. @param from @param to indices, both inclusive.
 */
export function loneSamples(values: ArrayLike<number | null | undefined>, from: number, to: number): number[] {
  const found: number[] = [];
  const is = (at: number): boolean => typeof values[at] === 'number';
  for (let at = from; at <= to; at++) if (is(at) && !is(at - 1) && !is(at + 1)) found.push(at);
  return found;
}
