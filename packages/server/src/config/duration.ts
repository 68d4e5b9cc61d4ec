import { durationMs, err, ok, type DurationMs, type Result } from '@bongsu/model';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 } as const;

export const DURATION_FORMS = 'a length of time such as 500ms, 30s, 10m, 1h30m, 7d or 2w';

/**
 * Prometheus' duration syntax: decreasing units, each at most once, whole numbers (`1h30m`).
 * A bare number is refused: its unit would be a guess. `0` needs no unit.
 */
export function parseDuration(text: string): Result<DurationMs, string> {
  if (text === '0') return ok(durationMs(0));
  const part = /(\d+)(ms|[smhdwy])/y;
  let total = 0;
  let smallest = Infinity;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return err(`use ${DURATION_FORMS}`);
    const unit = UNIT_MS[found[2] as keyof typeof UNIT_MS];
    if (unit >= smallest) return err(`use ${DURATION_FORMS}, larger units first`);
    smallest = unit;
    total += Number(found[1]) * unit;
  }
  if (smallest === Infinity || !Number.isSafeInteger(total)) return err(`use ${DURATION_FORMS}`);
  return ok(durationMs(total));
}

/** The shortest form that {@link parseDuration} reads back as the same length. */
export function formatDuration(ms: DurationMs): string {
  if (ms === 0) return '0';
  let rest: number = ms;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / UNIT_MS[unit]);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * UNIT_MS[unit];
  }
  return text;
}
