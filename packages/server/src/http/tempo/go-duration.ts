import { durationNs, type DurationNs } from '@bongsu/model';

const UNIT_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go's `time.ParseDuration` for lengths that are not negative: `1.5s`, `1h15m`, `250ms`, `0`. */
export function parseGoDuration(text: string): DurationNs | undefined {
  if (text === '0') return durationNs(0n);
  const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let total = 0;
  if (text === '') return undefined;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return undefined;
    total += Number(found[1]) * UNIT_NS[found[2]!]!;
  }
  return total < 9.2e18 ? durationNs(BigInt(Math.round(total))) : undefined;
}
