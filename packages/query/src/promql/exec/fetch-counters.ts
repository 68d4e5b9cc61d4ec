import { millis, type Millis } from '@bongsu/model';
import { DIFFERENCES, gridTime, inputs, type Fetch, type Plan, type PlanNode } from '../plan/index.js';
import { servedMetrics, type SeriesSource, type SourceMetric } from '../series-source.js';
import { METRIC_NAME } from '../syntax/index.js';
import { EvalError, failureError } from './eval-error.js';
import type { FetchContext } from './fetch-context.js';
import { fetchSamples } from './fetch.js';
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
  const asked = served.length === 0 ? undefined : lookedAt(plan, fetch, served);
  if (asked === undefined) return stored;
  const { tenant, runner, budget } = context;
  const matchers = withoutNames(fetch, storedNames);
  const limit = Math.max(budget.left, 1);
  const answer = await source.counters({ tenant, matchers, ...asked, limit }, runner, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  const counters = answer.value.map(({ labels, times, values }): RawSeries => {
    budget.hold(times.length);
    return { labels: LabelSet.ofLabels(labels), dropName: false, times, values };
  });
  return [...stored, ...counters].sort((a, b) => compareLabels(a.labels, b.labels));
}

/** The matchers of a fetch, and that the name is none of those of which samples are stored. */
export const withoutNames = ({ matchers }: Fetch, names: ReadonlySet<string>): Fetch['matchers'] => [
  ...matchers,
  ...[...names].map((value) => ({ name: METRIC_NAME, op: '!=', value }) as const),
];

interface Asked {
  readonly since: Millis;
  readonly times: Float64Array;
  readonly labels?: readonly string[];
}

/** Whether a sum around a node keeps a label; undefined where there is no sum around it. */
type Keeps = ((label: string) => boolean) | undefined;

/** At which times a plan looks at a fetch, since when events count, and by which labels; undefined if it never does. */
function lookedAt(plan: Plan, fetch: Fetch, served: readonly SourceMetric[]): Asked | undefined {
  const times = new Set<number>();
  const keeps: Keeps[] = [];
  let since = Infinity;
  const visit = (node: PlanNode, kept: Keeps): void => {
    const inside = keptInside(node, kept);
    inputs(node).forEach((input) => visit(input, inside));
    if ((node.kind !== 'selector' && node.kind !== 'window') || node.fetch !== fetch) return;
    keeps.push(kept);
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
  visit(plan.root, undefined);
  if (times.size === 0) return undefined;
  times.delete(since);
  const asked = { since: millis(since), times: Float64Array.from(times).sort() };
  if (keeps.includes(undefined)) return asked;
  const all = [...new Set(served.flatMap(({ labels }) => labels))];
  return { ...asked, labels: all.filter((label) => keeps.some((kept) => kept?.(label))) };
}

/** A sum of exact differences is the difference of the sum, so counters may be summed up before. */
function keptInside(node: PlanNode, kept: Keeps): Keeps {
  if (node.kind === 'repeat') return kept;
  if (node.kind === 'aggregate' && node.expr.op === 'sum') {
    const { grouping, without } = node.expr;
    return (label) => grouping.includes(label) !== without;
  }
  if (node.kind !== 'call' || !DIFFERENCES.has(node.expr.func)) return undefined;
  const [window] = node.args;
  return window?.kind === 'window' && window.extension?.kind === 'anchored' ? kept : undefined;
}

function windowTimes(end: number, range: number): readonly number[] {
  const apart = Math.max(1, Math.floor(range / SAMPLES_PER_WINDOW));
  return Array.from({ length: SAMPLES_PER_WINDOW - 1 }, (_, i) => end - (i + 1) * apart).filter(
    (time) => time > end - range,
  );
}
