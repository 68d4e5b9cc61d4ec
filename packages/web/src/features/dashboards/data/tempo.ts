import { asArray, asNumber, asRecord, asText } from '../../../api/json.js';
import { queryTraceqlMetrics } from '../../../api/tempo-metrics.js';
import { searchTracePage, type TraceSummary } from '../../../api/tempo-search.js';
import { nanosToMs, parseNanos } from '../../../time/nanos.js';
import { type Target } from '../model/dashboard.js';
import { interpolate } from '../variables/interpolate.js';
import { type Frame, type PanelData } from './frame.js';
import { gridOf, type QueryContext } from './query-context.js';
import { rangeFrames } from './series-frames.js';
import { serviceGraph } from './service-graph.js';

/** Traces a panel lists when its target does not say: Grafana's default. */
const TRACES = 20;

/** Functions that make a TraceQL query a metrics query. */
const METRICS =
  /\|\s*(rate|count_over_time|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time|histogram_over_time|compare)\s*\(/;

/** A target of Grafana's Tempo data source: a search by TraceQL or by filters, TraceQL metrics, one trace, or the service map. */
export async function runTempo(target: Target, context: QueryContext): Promise<PanelData> {
  const { json, refId } = target;
  if (json['queryType'] === 'serviceMap') return serviceGraph(asText(json['serviceMapQuery']) ?? '', context);
  const query = (
    json['queryType'] === 'traceqlSearch' || json['queryType'] === 'nativeSearch'
      ? fromFilters(target)
      : (asText(json['query']) ?? '')
  ).trim();
  const asked = interpolate(query, context.scope, 'query');
  const traceId = /^[0-9a-f]{16,32}$/i.test(asked) ? asked.toLowerCase().padStart(32, '0') : undefined;
  if (traceId === undefined && METRICS.test(asked)) {
    const grid = gridOf(context);
    const { series, partial } = await queryTraceqlMetrics(asked, grid, 0, context.signal);
    const legend = asText(json['legendFormat']) ?? '';
    return {
      frames: rangeFrames(series, grid, { refId, legend, query: asked }),
      notes: partial === undefined ? [] : [partial],
    };
  }
  const limit = asNumber(json['limit']) ?? TRACES;
  const q = traceId === undefined ? asked || '{}' : `{ trace:id = "${traceId}" }`;
  const page = { q, range: context.range, order: 'start', limit, cursor: '' } as const;
  const { traces } = await searchTracePage(page, context.signal);
  return { frames: [traceFrame(traces, refId)], traces, notes: [] };
}

export function traceFrame(traces: readonly TraceSummary[], refId: string): Frame {
  return {
    refId,
    fields: [
      { name: 'Trace ID', type: 'string', values: traces.map(({ traceId }) => traceId) },
      { name: 'Start time', type: 'time', values: traces.map(({ startNs }) => nanosToMs(parseNanos(startNs))) },
      { name: 'Service', type: 'string', values: traces.map(({ rootService }) => rootService) },
      { name: 'Name', type: 'string', values: traces.map(({ rootName }) => rootName) },
      { name: 'Duration', type: 'number', unit: 'ms', values: traces.map(({ durationMs }) => durationMs) },
    ],
  };
}

/** The search form's fields as TraceQL. */
function fromFilters({ json }: Target): string {
  const conditions: string[] = [];
  for (const filter of asArray(json['filters']).map(asRecord)) {
    const tag = asText(filter['tag']);
    const value = filter['value'];
    const values = Array.isArray(value) ? value.flatMap((item) => asText(item) ?? []) : [asText(value) ?? ''];
    if (tag === undefined || tag === '' || values.every((item) => item === '')) continue;
    const scope = asText(filter['scope']);
    const intrinsic = ['name', 'status', 'kind', 'duration', 'rootName', 'rootServiceName', 'traceDuration'].includes(
      tag,
    );
    const attribute = intrinsic ? tag : scope === undefined || scope === 'unscoped' ? `.${tag}` : `${scope}.${tag}`;
    const bare = filter['valueType'] !== 'string';
    const written = (item: string): string => (bare ? item : JSON.stringify(item));
    const operator = asText(filter['operator']) ?? '=';
    conditions.push(
      values.length > 1
        ? `${attribute} =~ ${JSON.stringify(values.join('|'))}`
        : `${attribute} ${operator} ${written(values[0] ?? '')}`,
    );
  }
  const service = asText(json['serviceName']);
  const span = asText(json['spanName']);
  if (service) conditions.push(`resource.service.name = ${JSON.stringify(service)}`);
  if (span) conditions.push(`name = ${JSON.stringify(span)}`);
  return `{ ${conditions.join(' && ')} }`;
}
