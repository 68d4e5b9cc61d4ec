import { useQuery } from '@tanstack/react-query';
import { queryLokiRange } from '../../../api/loki-metric-query.js';
import { askRange } from '../../../api/prom-query-range.js';
import { chartGrid } from '../../time-range/range.js';
import { type TimeRange } from '../../time-range/search.js';
import { cssColour } from '../fields/colours.js';
import { type Dashboard } from '../model/dashboard.js';
import { isGuessed, ofReference } from '../model/source-kind.js';
import { type Mark } from '../panels/panel-props.js';
import { interpolate } from '../variables/interpolate.js';
import { sourceNames, type Resolved } from '../variables/resolve.js';
import { fillLegend } from './legend.js';

/** Marks of one annotation: more would be a curtain. */
const MARKS = 100;

const none: readonly Mark[] = [];

/** The moments that the dashboard's annotations mark: where a query's value begins to be other than zero, or lines of a log query. */
export function useMarks(dashboard: Dashboard, resolved: Resolved | undefined, range: TimeRange): readonly Mark[] {
  const annotations = dashboard.annotations.filter(({ enabled, builtIn, expr }) => enabled && !builtIn && expr !== '');
  const values = resolved?.variables.map(({ variable, chosen }) => [variable.name, chosen]);
  const answer = useQuery({
    queryKey: ['annotations', dashboard.uid, annotations, values, range.text.from, range.text.to],
    enabled: resolved !== undefined && annotations.length > 0,
    queryFn: async ({ signal }) => {
      const grid = chartGrid(range.resolve(), 300);
      const scope = resolved?.scope ?? new Map();
      const sources = sourceNames(dashboard, scope);
      const marks = await Promise.all(
        annotations.map(async (annotation): Promise<readonly Mark[]> => {
          const expr = interpolate(annotation.expr, scope, 'query');
          const named = annotation.source && ofReference(annotation.source, sources);
          const kind = named && !isGuessed(named) ? named.kind : undefined;
          const colour = cssColour(annotation.colour) ?? 'var(--accent)';
          const textOf = (labels: Readonly<Record<string, string>>): string =>
            [annotation.name, fillLegend(annotation.titleFormat, labels), fillLegend(annotation.textFormat, labels)]
              .filter(Boolean)
              .join(' · ');
          if (kind === 'loki') {
            const { lines } = await queryLokiRange(expr, grid, MARKS, signal);
            return lines.map(({ ts, line, labels }) => ({
              time: Number(ts) / 1e9,
              colour,
              text: `${textOf(labels)} ${line.slice(0, 120)}`,
            }));
          }
          if (kind === 'tempo' || kind === 'unsupported') return [];
          const { series } = await askRange(expr, grid, signal);
          return series.flatMap(({ labels, samples }) =>
            samples.flatMap(([time, value], at): readonly Mark[] => {
              const before = samples[at - 1];
              const begins = value !== 0 && (before === undefined || before[1] === 0 || time - before[0] > grid.step);
              return begins ? [{ time, colour, text: textOf(labels) }] : [];
            }),
          );
        }),
      );
      return marks.flatMap((each) => each.slice(0, MARKS));
    },
    refetchInterval: range.refetchInterval,
    retry: false,
  });
  return answer.data ?? none;
}
