import { type Exemplar } from '../../api/prom-query-exemplars.js';
import { requestMetric } from './red-queries.js';

/**
 * The exemplars to draw: those of the charted metric, or of the service's other durations when it has none, thinned to
 * the slowest one of each of `columns` slices of the range, so that points stay apart and clickable.
 * @param range Unix seconds.
 * @returns in order of time.
 */
export function chooseExemplars(
  all: readonly Exemplar[],
  range: { readonly start: number; readonly end: number },
  columns: number,
): readonly Exemplar[] {
  const inRange = all.filter(({ time }) => time >= range.start && time <= range.end);
  const own = inRange.filter(({ seriesLabels }) => seriesLabels['__name__'] === `${requestMetric}_bucket`);
  const slowest = new Map<number, Exemplar>();
  for (const exemplar of own.length > 0 ? own : inRange) {
    const column = Math.floor(((exemplar.time - range.start) / (range.end - range.start)) * columns);
    const rival = slowest.get(column);
    if (rival === undefined || exemplar.value > rival.value) slowest.set(column, exemplar);
  }
  return [...slowest.values()].sort((a, b) => a.time - b.time);
}

/**
 * The top of the latency axis, seconds. It follows the lines and lets exemplars raise it to twice their height; a slower
 * one is drawn at the edge and marked, rather than flattening every line.
 */
export function latencyTop(lineMax: number | undefined, exemplars: readonly Exemplar[]): number | undefined {
  const slowest = exemplars.reduce((max, { value }) => Math.max(max, value), 0);
  if (lineMax === undefined || lineMax <= 0) return slowest > 0 ? slowest * 1.1 : undefined;
  return Math.max(lineMax * 1.1, Math.min(slowest * 1.1, lineMax * 2));
}

/** What kind of request an exemplar stands for: `POST /orders 500`, the name of its span, else the metric's. */
export function exemplarSubject(exemplar: Exemplar): string {
  const labels = exemplar.seriesLabels;
  const parts = [labels['http_request_method'], labels['http_route'], labels['http_response_status_code']];
  const known = parts.filter((part) => part !== undefined && part !== '');
  if (known.length > 0) return known.join(' ');
  return labels['span_name'] ?? (labels['__name__'] ?? '').replace(/_bucket$/, '');
}
