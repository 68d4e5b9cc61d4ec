/** Functions of PromQL that make values per second of a counter. */
const PER_SECOND = /\b(rate|irate|deriv)\s*\(/;

const bySuffix: readonly (readonly [RegExp, unit: string, perSecond: string])[] = [
  [/_seconds(_(sum|bucket|total|max|min))?\b/, 's', 'short'],
  [/_(milliseconds|ms)(_(sum|bucket|total|max|min))?\b/, 'ms', 'short'],
  [/_nanoseconds(_(sum|bucket|total))?\b/, 'ns', 'short'],
  [/_bytes(_(sum|bucket|total|max|min|free|used))?\b/, 'bytes', 'binBps'],
  [/_ratio\b/, 'percentunit', 'short'],
  [/_(celsius)\b/, 'celsius', 'short'],
  [/_(percent)\b/, 'percent', 'short'],
];

/** The unit a query most likely answers in, by the names of its metrics; undefined when they do not say. */
export function guessUnit(query: string): string | undefined {
  const bare = query.replace(/\{[^}]*\}/g, '');
  // A part over a whole has no unit, unless its metrics' names disagree with that.
  if (/[^/]\/[^/]/.test(bare) && /_(total|count|bytes|sum)\b/.test(bare)) {
    return /_sum\b.*\/.*_count\b/s.test(bare) && /_seconds_sum\b/.test(bare) ? 's' : undefined;
  }
  const perSecond = PER_SECOND.test(bare);
  if (/\bhistogram_quantile\s*\(/.test(bare) || /_bucket\b/.test(bare)) {
    return bySuffix.find(([pattern]) => pattern.test(bare))?.[1];
  }
  if (/\b(count|count_values|group)\s*(by|without)?\s*\(/.test(bare)) return undefined;
  for (const [pattern, unit, rate] of bySuffix) {
    if (pattern.test(bare)) return perSecond ? rate : unit;
  }
  return undefined;
}
