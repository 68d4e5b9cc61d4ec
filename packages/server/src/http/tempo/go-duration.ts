import { durationNs, err, ok, type DurationNs, type Result } from '@bongsu/model';

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

/** Go's `time.ParseDuration` for lengths that are not negative, with its words: `1.5s`, `1h15m`, `250ms`, `0`. */
export function parseGoDuration(text: string): Result<DurationNs, string> {
  const shown = JSON.stringify(text);
  const invalid = err(`time: invalid duration ${shown}`);
  const unsigned = text.replace(/^\+/, '');
  if (unsigned === '0') return ok(durationNs(0n));
  if (unsigned === '') return invalid;
  const part = /(\d+\.?\d*|\.\d+)([^\d.]*)/y;
  let total = 0;
  while (part.lastIndex < unsigned.length) {
    const found = part.exec(unsigned);
    if (found === null) return invalid;
    const unit = found[2]!;
    if (unit === '') return err(`time: missing unit in duration ${shown}`);
    if (!Object.hasOwn(UNIT_NS, unit)) return err(`time: unknown unit ${JSON.stringify(unit)} in duration ${shown}`);
    total += Number(found[1]) * UNIT_NS[unit]!;
  }
  return total < 9.2e18 ? ok(durationNs(BigInt(Math.round(total)))) : invalid;
}
