import type { DurationNs } from '@bongsu/model';
import { durationMs } from '@bongsu/model';
import { formatDuration, parseDuration, parseGoDuration } from '../../lang/index.js';

/** Bytes of a size's unit, in lower case, as Loki's `humanize.ParseBytes` knows them. */
const BYTE_UNITS: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ...['k', 'm', 'g', 't', 'p'].flatMap((letter, i): [string, number][] => {
    const decimal = 1000 ** (i + 1);
    const binary = 1024 ** (i + 1);
    return [
      [letter, decimal],
      [`${letter}b`, decimal],
      [`${letter}i`, binary],
      [`${letter}ib`, binary],
    ];
  }),
]);

/** Whole bytes of `1KB` (1000), `1KiB` (1024), `1.5MB`; `undefined` for what is no size. */
export function parseByteSize(text: string): number | undefined {
  const parts = /^(\d+\.?\d*|\.\d+)([A-Za-z]+)$/.exec(text);
  const unit = parts && BYTE_UNITS.get(parts[2]!.toLowerCase());
  if (!parts || unit === undefined || unit === null) return undefined;
  const bytes = Math.trunc(Number(parts[1]) * unit);
  // What does not fit in 64 bits is no size to Loki.
  return bytes < 2 ** 64 ? bytes : undefined;
}

/**
 * Nanoseconds of a duration in a filter or behind `offset`: Prometheus' form (`1d`, `1w2h`) or Go's (`1.5s`, `-5m`,
 * `10us`). `undefined` for what is none; a number alone is none.
 */
export function parseLiteralDuration(text: string): number | undefined {
  if (!/[a-zµ]/.test(text)) return undefined;
  const prometheus = parseDuration(text);
  if (prometheus.ok) return prometheus.value * 1e6;
  const go = parseGoDuration(text);
  return go.ok ? go.value : undefined;
}

const GO_UNITS: readonly (readonly [unit: string, ns: bigint])[] = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['ns', 1n],
];

/** A duration that the parser reads back: `1d`, `-5m`, `1s500us`. */
export function formatDurationNs(duration: DurationNs): string {
  const ns: bigint = duration;
  const sign = ns < 0n ? '-' : '';
  let rest = ns < 0n ? -ns : ns;
  // Go's durations have no days and Prometheus' nothing below a millisecond. Neither sign nor days go with the other.
  if (sign === '' && rest % 1_000_000n === 0n) return formatDuration(durationMs(Number(rest / 1_000_000n)));
  let text = sign;
  for (const [unit, size] of GO_UNITS) {
    if (rest >= size) text += `${rest / size}${unit}`;
    rest %= size;
  }
  return text;
}
