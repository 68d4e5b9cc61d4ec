import { col, EXEMPLARS, type Select } from '../../sql/index.js';
import { sampleCondition, type SampleWindow } from './samples.js';

/** Fingerprint, time, value, trace id, span id and other labels, in the order of the sorting key. */
export function exemplarsSelect(window: SampleWindow, limit: number): Select {
  const columns = ['fingerprint', 'ts', 'value', 'trace_id', 'span_id', 'labels'].map((name) => ({ expr: col(name) }));
  return {
    columns,
    from: { kind: 'table', name: EXEMPLARS.name },
    where: sampleCondition(window),
    orderBy: ['metric', 'fingerprint', 'ts'].map((name) => ({ expr: col(name), direction: 'ASC' as const })),
    limit,
  };
}
