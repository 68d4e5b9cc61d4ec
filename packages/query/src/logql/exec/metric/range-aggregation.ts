import { nanos, type Tenant } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../../../lang/index.js';
import type { Grid } from '../../plan/grid.js';
import type { RangeNode } from '../../plan/nodes.js';
import { pipelineInputs } from '../pipeline-inputs.js';
import { readRange } from '../read-range.js';
import { StreamSet } from '../stream-set.js';
import { absentOverTime } from './absent.js';
import type { Budget } from './budget.js';
import { EvalError } from './eval-error.js';
import { compileExtraction } from './extract-samples.js';
import { failPipeline } from './pipeline-failure.js';
import { windowFunction } from './range/registry.js';
import { SampleSeries } from './sample-series.js';
import type { StepSeries } from './series.js';
import { inAnyWindow, overWindows, windowsOf, type Windows } from './windows.js';
import type { QueryWork } from './work.js';

export interface RangeContext {
  readonly tenant: Tenant;
  readonly runner: SqlRunner;
  readonly budget: Budget;
  readonly work: QueryWork;
  readonly grid: Grid;
}

/** A range aggregation from the lines themselves: every line through the pipeline, every window from its samples. */
export async function aggregateRange(node: RangeNode, context: RangeContext): Promise<readonly StepSeries[]> {
  const { expr } = node;
  const { grid, budget } = context;
  const windows = windowsOf(grid, expr.logs);
  const samples = await collectSamples(node, windows, context);
  const compute = windowFunction(expr);
  const result: StepSeries[] = [];
  const failed: StepSeries[] = [];
  for (const one of samples) {
    const series = overWindows(one, windows, compute);
    (series.labels.failed ? failed : result).push(series);
    await budget.spend(grid.count + one.length);
  }
  const first = earliest(failed, grid.count);
  if (first) failPipeline(first.series.labels);
  budget.hold(result.length * grid.count);
  return expr.op === 'absent_over_time' ? absentOverTime(expr.logs, result, grid.count) : result;
}

/** The first of the series that has a value at the earliest step; of failed ones it ends the query. */
export function earliest<T extends Pick<StepSeries, 'present'>>(
  series: readonly T[],
  steps: number,
): { readonly step: number; readonly series: T } | undefined {
  for (let step = 0; step < steps; step++) {
    const first = series.find(({ present }) => present[step] === 1);
    if (first) return { step, series: first };
  }
  return undefined;
}

async function collectSamples(
  node: RangeNode,
  windows: Windows,
  { tenant, runner, budget, work }: RangeContext,
): Promise<Iterable<SampleSeries>> {
  const { signal } = budget;
  const scope = { tenant, start: nanos(windows.origin + 1n), end: nanos(windows.until + 1n) };
  const streams = valueOf(await StreamSet.resolve(scope, node.lines.labels, runner, signal));
  const series = new Map<string, SampleSeries>();
  if (streams.isEmpty) return [];
  const extract = compileExtraction(node);
  for await (const batch of readRange(streams, node.lines, signal)) {
    const inputs = valueOf(await pipelineInputs(valueOf(batch), streams, signal));
    let taken = 0;
    for (const input of inputs) {
      const time = Number(input.ts - windows.origin);
      work.lines++;
      work.bytes += input.line.length;
      if (!inAnyWindow(windows, time)) continue;
      const sample = extract(input);
      if (sample === undefined) continue;
      const { key } = sample.labels;
      let own = series.get(key);
      if (own === undefined) series.set(key, (own = new SampleSeries(sample.labels)));
      own.add(time, sample.value);
      taken++;
    }
    budget.hold(taken);
    await budget.spend(inputs.length);
  }
  return series.values();
}

/** The value, or the end of the evaluation. */
export function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: QueryFailure }): T {
  if (!result.ok) throw new EvalError(result.error);
  return result.value;
}
