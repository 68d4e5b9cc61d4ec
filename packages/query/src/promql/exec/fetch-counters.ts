import { millis, type Millis } from '@bongsu/model';
import { gridTime, inputs, type Fetch, type Plan, type PlanNode } from '../plan/index.js';
import { servedMetrics, type SeriesSource } from '../series-source.js';
import { METRIC_NAME } from '../syntax/index.js';
import { EvalError, failureError, tooManySamples } from './eval-error.js';
import { fetchSamples, type FetchContext } from './fetch.js';
import { compareLabels, LabelSet } from './label-set.js';
import type { RawSeries } from './series.js';

/** Where a counter is looked at by itself, it counts from a whole hour on, at least this long before. */
const HOUR_MS = 3_600_000;

/** Samples in a window that is not taken by its ends: enough for what looks at neighbours. */
const SAMPLES_PER_WINDOW = 4;

/** The samples of a fetch, stored and those of the source, sorted by labels. */
export async function fetchAll(
  fetch: Fetch,
  plan: Plan,
  source: SeriesSource | undefined,
  context: FetchContext,
): Promise<readonly RawSeries[]> {
  const stored = await fetchSamples(fetch, context);
  if (source === undefined) return stored;
  const storedNames = new Set(stored.map(({ labels }) => labels.name));
  const served = servedMetrics(source, fetch.matchers).filter(({ name }) => !storedNames.has(name));
  const asked = served.length === 0 ? undefined : lookedAt(plan, fetch);
  if (asked === undefined) return stored;
  const { tenant, runner, budget } = context;
  const matchers = withoutNames(fetch, storedNames);
  const limit = Math.max(budget.left, 0) + 1;
  const answer = await source.counters({ tenant, matchers, ...asked, limit }, runner, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  const counters = answer.value.map(({ labels, times, values }): RawSeries => {
    if (times.length > budget.left) throw new EvalError(tooManySamples());
    budget.hold(times.length);
    return { labels: LabelSet.of(Object.entries(labels)), dropName: false, times, values };
  });
  return [...stored, ...counters].sort((a, b) => compareLabels(a.labels, b.labels));
}

const withoutNames = ({ matchers }: Fetch, names: ReadonlySet<string>): Fetch['matchers'] => [
  ...matchers,
  ...[...names].map((value) => ({ name: METRIC_NAME, op: '!=', value }) as const),
];

/** The times at which a plan looks at a fetch, rising, and since when events count; undefined where it never does. */
function lookedAt(plan: Plan, fetch: Fetch): { readonly since: Millis; readonly times: Float64Array } | undefined {
  const times = new Set<number>();
  let since = Infinity;
  const visit = (node: PlanNode): void => {
    inputs(node).forEach(visit);
    if ((node.kind !== 'selector' && node.kind !== 'window') || node.fetch !== fetch) return;
    for (let step = 0; step < node.grid.count; step++) {
      const end = (node.at ?? gridTime(node.grid, step)) - node.offset;
      times.add(end);
      if (node.kind === 'selector') {
        since = Math.min(since, Math.floor((end - HOUR_MS) / HOUR_MS) * HOUR_MS);
        continue;
      }
      since = Math.min(since, end - node.range);
      if (node.extension) times.add(end - node.range);
      else windowTimes(end, node.range).forEach((time) => times.add(time));
    }
  };
  visit(plan.root);
  if (times.size === 0) return undefined;
  times.delete(since);
  return { since: millis(since), times: Float64Array.from(times).sort() };
}

function windowTimes(end: number, range: number): readonly number[] {
  const apart = Math.max(1, Math.floor(range / SAMPLES_PER_WINDOW));
  return Array.from({ length: SAMPLES_PER_WINDOW - 1 }, (_, i) => end - (i + 1) * apart).filter(
    (time) => time > end - range,
  );
}
