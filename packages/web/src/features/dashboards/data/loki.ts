import { asNumber, asText } from '../../../api/json.js';
import { queryLokiInstant, queryLokiRange } from '../../../api/loki-metric-query.js';
import { compareNanos } from '../../../time/nanos.js';
import { withAdhocFilters } from '../adhoc/adhoc-filters.js';
import { type Target } from '../model/dashboard.js';
import { interpolate } from '../variables/interpolate.js';
import { type Field, type PanelData } from './frame.js';
import { gridOf, type QueryContext } from './query-context.js';
import { instantFrames, rangeFrames, tableFrame } from './series-frames.js';

/** Lines a panel asks for when its target does not say: more than fit without scrolling. */
const LINES = 200;

/** A target of Grafana's Loki data source. */
export async function runLoki(
  target: Target,
  panelType: string,
  several: boolean,
  context: QueryContext,
): Promise<PanelData> {
  const { json, refId } = target;
  const asked = interpolate(asText(json['expr']) ?? '', context.scope, 'query').trim();
  if (asked === '') return { frames: [], notes: [] };
  const query = withAdhocFilters(asked, 'loki', context.scope);
  const legend = interpolate(asText(json['legendFormat']) ?? '', context.scope, 'text');
  const format = { refId, legend, query };
  const end = context.range.end / 1_000;
  if (json['queryType'] === 'instant' || json['instant'] === true) {
    const { samples, notes } = await queryLokiInstant(query, end, context.signal);
    const frames = panelType === 'table' ? [tableFrame(samples, refId, several)] : instantFrames(samples, format);
    return { frames, notes };
  }
  const grid = gridOf(context);
  const limit = Math.min(5_000, asNumber(json['maxLines']) ?? LINES);
  // Lines are asked for up to this moment, not up to the last step.
  const { series, lines, notes } = await queryLokiRange(
    query,
    { ...grid, end: Math.max(grid.end, end) },
    limit,
    context.signal,
  );
  if (series.length > 0) return { frames: rangeFrames(series, grid, format), notes };
  const newestFirst = lines.toSorted((a, b) => compareNanos(b.ts, a.ts));
  const labels: Field = { name: 'labels', type: 'other', values: newestFirst.map((line) => line.labels) };
  return {
    frames:
      lines.length === 0
        ? []
        : [
            {
              refId,
              fields: [
                labels,
                { name: 'Time', type: 'time', values: newestFirst.map(({ ts }) => Number(ts.slice(0, -6))) },
                { name: 'Line', type: 'string', values: newestFirst.map(({ line }) => line) },
              ],
            },
          ],
    lines: newestFirst,
    notes,
  };
}
