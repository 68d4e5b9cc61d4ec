import { asNumber, asText } from '../../../api/json.js';
import { queryInstant } from '../../../api/prom-query.js';
import { askRange } from '../../../api/prom-query-range.js';
import { withAdhocFilters } from '../adhoc/adhoc-filters.js';
import { type Target } from '../model/dashboard.js';
import { intervals } from '../variables/builtins.js';
import { interpolate } from '../variables/interpolate.js';
import { parseDurationMs } from '../variables/interval.js';
import { type PanelData } from './frame.js';
import { gridOf, type QueryContext } from './query-context.js';
import { instantFrames, rangeFrames, tableFrame } from './series-frames.js';

/** A target of Grafana's Prometheus data source. */
export async function runPrometheus(
  target: Target,
  panelType: string,
  several: boolean,
  context: QueryContext,
): Promise<PanelData> {
  const { json, refId } = target;
  const { step, scope } = gridOfTarget(target, context);
  const asked = interpolate(asText(json['expr']) ?? '', scope, 'query').trim();
  if (asked === '') return { frames: [], notes: [] };
  const query = withAdhocFilters(asked, 'prometheus', context.scope);
  const table = json['format'] === 'table';
  const legend = interpolate(asText(json['legendFormat']) ?? '', context.scope, 'text');
  const format = { refId, legend, query };
  const instant = json['instant'] === true && json['range'] !== true;
  if (instant || (json['instant'] === undefined && json['range'] === undefined && table && panelType === 'table')) {
    const { samples, notes } = await queryInstant(query, context.range.end / 1_000, context.signal);
    const asTable = table || panelType === 'table';
    return { frames: asTable ? [tableFrame(samples, refId, several)] : instantFrames(samples, format), notes };
  }
  const grid = gridOf({ range: context.range, step });
  const { series, notes } = await askRange(query, grid, context.signal);
  if (!table) return { frames: rangeFrames(series, grid, format), notes };
  const rows = series.flatMap(({ labels, samples }) => samples.map(([time, value]) => ({ labels, time, value })));
  return { frames: [tableFrame(rows, refId, several)], notes };
}

/**
 * A target may ask for a coarser step than the panel's, which is how often its samples come, and for a fraction of its points. Seconds. Its
 * `$__interval` and `$__rate_interval` are then of that step too: a rate over less than two of its samples is empty.
 */
export function gridOfTarget(
  { json }: Target,
  { step, scope }: Pick<QueryContext, 'step' | 'scope'>,
): Pick<QueryContext, 'step' | 'scope'> {
  const least = parseDurationMs(interpolate(asText(json['interval']) ?? '', scope, 'text').replace(/^>/, '')) ?? 0;
  const factor = Math.max(1, asNumber(json['intervalFactor']) ?? 1);
  if (least === 0) return { step: step * factor, scope };
  const own = Math.max(step, Math.ceil(least / 1_000));
  return { step: Math.max(step * factor, own), scope: new Map([...scope, ...intervals(own * 1_000, least)]) };
}
