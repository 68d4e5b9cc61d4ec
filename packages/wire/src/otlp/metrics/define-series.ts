import type { Labels, SeriesDef } from '@bongsu/model';
import { seriesFingerprint } from '../../prometheus/series.js';

/** A series definition; empty labels and `__name__` are left out. */
export function defineSeries(
  metric: string,
  labels: ReadonlyMap<string, string>,
  family: Pick<SeriesDef, 'type' | 'unit' | 'help'>,
): SeriesDef {
  const kept: Labels = Object.fromEntries(
    Array.from(labels).filter(([name, value]) => value !== '' && name !== '__name__'),
  );
  return {
    fingerprint: seriesFingerprint(metric, kept),
    storedDay: undefined,
    metric,
    labels: kept,
    type: family.type,
    unit: family.unit,
    help: family.help,
  };
}
