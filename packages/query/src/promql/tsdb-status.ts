import { err, ok, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../lang/index.js';
import type { Select } from '../sql/index.js';
import { labelNames, sampleTimes, seriesDays } from './compile/tsdb-status.js';
import { failureError, type PromError } from './exec/eval-error.js';
import { METRIC_NAME } from './syntax/index.js';

export interface Counted {
  readonly name: string;
  readonly value: number;
}

/** What is stored of a tenant, and what makes it many. Lists are sorted, most first. */
export interface TsdbStatus {
  readonly series: number;
  readonly labelPairs: number;
  /** One for every series and day. */
  readonly seriesDays: number;
  /** In ms; 0 when nothing is stored. */
  readonly minTime: number;
  readonly maxTime: number;
  readonly seriesByMetric: readonly Counted[];
  readonly valuesByLabel: readonly Counted[];
  readonly bytesByLabel: readonly Counted[];
  /** Names are `name=value`. */
  readonly seriesByLabelPair: readonly Counted[];
}

/** Counts over all stored series, whatever day they have samples on; lists of at most `limit`. */
export async function tsdbStatus(
  { tenant, limit }: { readonly tenant: Tenant; readonly limit: number },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<TsdbStatus, PromError>> {
  const [totals, found] = await Promise.all([
    rows(seriesDays(tenant), runner, signal),
    rows(labelNames(tenant, limit), runner, signal),
  ]);
  if (!totals.ok) return totals;
  if (!found.ok) return found;
  const [days = 0, firstDay = 0, lastDay = 0] = (totals.value[0] ?? []).map(Number);
  let minTime = 0;
  let maxTime = 0;
  if (days > 0) {
    const first = await rows(sampleTimes(tenant, firstDay), runner, signal);
    if (!first.ok) return first;
    const last = firstDay === lastDay ? first : await rows(sampleTimes(tenant, lastDay), runner, signal);
    if (!last.ok) return last;
    minTime = Number(first.value[0]?.[0] ?? 0);
    maxTime = Number(last.value[0]?.[1] ?? 0);
  }
  const labels = found.value.map(labelOf);
  const metrics = labels.find(({ name }) => name === METRIC_NAME);
  const top = (counted: readonly Counted[]): Counted[] => counted.toSorted(mostFirst).slice(0, limit);
  return ok({
    series: metrics?.series ?? 0,
    seriesDays: days,
    labelPairs: labels.reduce((sum, { values }) => sum + values, 0),
    minTime,
    maxTime,
    seriesByMetric: metrics?.most ?? [],
    valuesByLabel: top(labels.map(({ name, values }) => ({ name, value: values }))),
    bytesByLabel: top(labels.map(({ name, bytes }) => ({ name, value: bytes }))),
    seriesByLabelPair: top(
      labels.flatMap(({ name, most }) => most.map((one) => ({ name: `${name}=${one.name}`, value: one.value }))),
    ),
  });
}

/** Those with equal counts stay in the order they are in. */
const mostFirst = (a: Counted, b: Counted): number => b.value - a.value;

type Row = readonly unknown[];

async function rows(
  select: Select,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Row[], PromError>> {
  const answer = await runner.rows(select, signal);
  return answer.ok ? ok([...answer.value]) : err(failureError(answer.error, signal));
}

/** What all series have of one label. */
interface LabelCounts {
  readonly name: string;
  readonly series: number;
  readonly values: number;
  readonly bytes: number;
  /** The values of most series. */
  readonly most: readonly Counted[];
}

/** A row of `labelNames`. */
function labelOf([name, series, values, bytes, most]: Row): LabelCounts {
  const pairs = most as readonly (readonly [series: unknown, value: string])[];
  return {
    name: String(name),
    series: Number(series),
    values: Number(values),
    bytes: Number(bytes),
    most: pairs.map(([negated, value]) => ({ name: value, value: -Number(negated) })),
  };
}
