import { err, ok, type Result } from '@bongsu/model';
import { parseDuration } from '../../lang/index.js';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const PART = /(\d+)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;
const MAX = 2n ** 63n - 1n;

/** Nanoseconds of a duration: Prometheus' form first (`1d`, `1w2h`), then Go's (`1.5s`, `1h30m`, `10us`). */
export function parseDurationNs(text: string): Result<bigint, string> {
  const whole = parseDuration(text);
  if (whole.ok) return ok(BigInt(whole.value) * 1_000_000n);
  let total = 0n;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    if (!part) return err(`invalid duration ${JSON.stringify(text)}`);
    const unit = UNITS[part[3]!]!;
    const fraction = (part[2] ?? '').slice(0, 18);
    total +=
      BigInt(part[1]!) * unit + (BigInt(fraction === '' ? '0' : fraction) * unit) / 10n ** BigInt(fraction.length);
    at = PART.lastIndex;
  }
  return text === '' || total > MAX ? err(`invalid duration ${JSON.stringify(text)}`) : ok(total);
}
