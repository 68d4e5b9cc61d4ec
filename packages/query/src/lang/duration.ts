import { durationMs, err, ok, type DurationMs, type Result } from '@bongsu/model';

/** Units from large to small with their length in ms. A year is 365 days, as Prometheus and Loki have it. */
const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** The longest duration a 64-bit count of nanoseconds holds, in ms. */
const MAX_MS = 9_223_372_036_854;

/**
 * A Prometheus duration such as `1h30m` or `250ms`: whole numbers, units from large to small, each at most once;
 * `0` alone needs no unit. The error is Prometheus' own text.
 */
export function parseDuration(text: string): Result<DurationMs, string> {
  if (text === '') return err('empty duration string');
  if (text === '0') return ok(durationMs(0));
  const match = DURATION.exec(text);
  if (!match) return err(whyNoDuration(text));
  let total = 0;
  UNITS.forEach(([, ms], i) => {
    total += Number(match[i + 1] ?? 0) * ms;
  });
  return total > MAX_MS ? err('duration out of range') : ok(durationMs(total));
}

/** Prometheus' words for a text that is no duration. */
function whyNoDuration(text: string): string {
  for (const [, unit] of text.matchAll(/\d+([^\d]+)/gy)) {
    if (!UNITS.some(([known]) => known === unit)) {
      return `unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`;
    }
  }
  return `not a valid duration string: ${JSON.stringify(text)}`;
}

/** The shortest form `parseDuration` reads back: `90000` is `1m30s`, 0 is `0s`. Whole ms, not negative. */
export function formatDuration(duration: DurationMs): string {
  if (duration === 0) return '0s';
  let rest: number = duration;
  let text = '';
  for (const [unit, ms] of UNITS) {
    // Prometheus writes years and weeks only where they come out exact.
    if ((unit === 'y' || unit === 'w') && rest % ms !== 0) continue;
    const count = Math.floor(rest / ms);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * ms;
  }
  return text;
}
