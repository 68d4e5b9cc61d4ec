import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type RangeMs } from '../../time-range/range.js';
import { type TimeRange } from '../../time-range/search.js';
import { type Dashboard, type Panel } from '../model/dashboard.js';
import { builtins, stepMs } from '../variables/builtins.js';
import { interpolate } from '../variables/interpolate.js';
import { parseDurationMs } from '../variables/interval.js';
import { sourceNames, type Resolved } from '../variables/resolve.js';
import { within, type Scope } from '../variables/scope.js';
import { runPanel, type PanelAnswer } from './run-panel.js';

/** Boxes of a row of states that are wide enough to point at. */
const BOXES = 100;

/** Points of a panel that gives no number: about one for each two pixels, in steps so that a resize asks nothing anew. */
function pointsOf(panel: Panel, width: number): number {
  if (panel.type === 'status-history') return panel.maxDataPoints ?? BOXES;
  return panel.maxDataPoints ?? Math.max(100, Math.ceil(width / 2 / 100) * 100);
}

export interface PanelQuestion {
  readonly range: RangeMs;
  readonly scope: Scope;
  /** Seconds. */
  readonly step: number;
}

/** Range, step and variables of a panel at this moment. */
export function questionOf(
  dashboard: Dashboard,
  panel: Panel,
  resolved: Resolved,
  page: RangeMs,
  width: number,
): PanelQuestion {
  const own = panel.timeFrom === undefined ? undefined : parseDurationMs(panel.timeFrom.replace(/^now-/, ''));
  const shift = panel.timeShift === undefined ? 0 : (parseDurationMs(panel.timeShift.replace(/^now-/, '')) ?? 0);
  const end = page.end - shift;
  const range = { start: own === undefined ? page.start - shift : end - own, end };
  const minStep = panel.interval === undefined ? undefined : interpolate(panel.interval, resolved.scope, 'text');
  const grid = { range, maxPoints: pointsOf(panel, width), minStep };
  const scope = within(new Map([...resolved.scope, ...builtins(grid, dashboard.title)]), panel.scoped);
  return { range, scope, step: Math.max(1, Math.round(stepMs(grid) / 1_000)) };
}

export interface AskedAnswer extends PanelAnswer {
  readonly question: PanelQuestion;
}

/** What the queries of a panel answer; what they answered before while they are asked again. Queries that fail do not fail the panel. */
export function usePanel(options: {
  readonly dashboard: Dashboard;
  readonly panel: Panel;
  readonly resolved: Resolved;
  readonly range: TimeRange;
  readonly width: number;
  readonly enabled: boolean;
}): UseQueryResult<AskedAnswer> {
  const { dashboard, panel, resolved, range, width } = options;
  const values = resolved.variables.map(({ variable, chosen }) => [variable.name, chosen]);
  return useQuery({
    queryKey: [
      'panel',
      dashboard.uid,
      panel.json,
      // Those of another panel, where this one shows its answer.
      panel.targets,
      panel.scoped,
      values,
      range.text.from,
      range.text.to,
      pointsOf(panel, width),
    ],
    enabled: options.enabled,
    queryFn: async ({ signal }): Promise<AskedAnswer> => {
      const question = questionOf(dashboard, panel, resolved, range.resolve(), width);
      const sources = sourceNames(dashboard, question.scope);
      return { ...(await runPanel(panel, { ...question, sources, signal })), question };
    },
    refetchInterval: range.refetchInterval,
    placeholderData: (previous) => previous,
    retry: false,
  });
}
