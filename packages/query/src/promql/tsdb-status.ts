import { err, ok, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../lang/index.js';
import type { Select } from '../sql/index.js';
import { labelNames, sampleTimes, seriesByLabelPair, seriesByMetric, seriesTotals } from './compile/tsdb-status.js';
import { failureError, type PromError } from './exec/eval-error.js';

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
  const selects = [
    seriesTotals(tenant),
    seriesByMetric(tenant, limit),
    labelNames(tenant),
    seriesByLabelPair(tenant, limit),
  ];
  const answers: Row[][] = [];
  for (const select of selects) {
    const answer = await rows(select, runner, signal);
    if (!answer.ok) return answer;
    answers.push(answer.value);
  }
  const [totals, metrics, labels, pairs] = answers as [Row[], Row[], Row[], Row[]];
  const [series = 0, seriesDays = 0, firstDay = 0, lastDay = 0] = (totals[0] ?? []).map(Number);
  let minTime = 0;
  let maxTime = 0;
  if (series > 0) {
    const first = await rows(sampleTimes(tenant, firstDay), runner, signal);
    if (!first.ok) return first;
    const last = firstDay === lastDay ? first : await rows(sampleTimes(tenant, lastDay), runner, signal);
    if (!last.ok) return last;
    minTime = Number(first.value[0]?.[0] ?? 0);
    maxTime = Number(last.value[0]?.[1] ?? 0);
  }
  const top = (at: number): Counted[] =>
    labels
      .map((row) => ({ name: String(row[0]), value: Number(row[at]) }))
      .sort((a, b) => b.value - a.value)
      .slice(0, limit);
  return ok({
    series,
    seriesDays,
    labelPairs: labels.reduce((sum, row) => sum + Number(row[1]), 0),
    minTime,
    maxTime,
    seriesByMetric: metrics.map(([name, count]) => ({ name: String(name), value: Number(count) })),
    valuesByLabel: top(1),
    bytesByLabel: top(2),
    seriesByLabelPair: pairs.map(([name, value, count]) => ({
      name: `${String(name)}=${String(value)}`,
      value: Number(count),
    })),
  });
}

type Row = readonly unknown[];

async function rows(
  select: Select,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<Row[], PromError>> {
  const answer = await runner.rows(select, signal);
  return answer.ok ? ok([...answer.value]) : err(failureError(answer.error, signal));
}
