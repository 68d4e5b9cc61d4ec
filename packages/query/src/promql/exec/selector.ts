import { gridTime, type SelectorNode } from '../plan/index.js';
import type { EvalContext } from './context.js';
import { withDetectedResets } from './histogram/detected-resets.js';
import { StepValues, type RawSeries, type StepSeries } from './series.js';

/** What of the sample a step takes: `timestamp()` wants its time, everything else its value. */
export type Wanted = 'value' | 'seconds';

/** Per step the newest sample in `(reference - lookback, reference]`; none where that is a stale marker. */
export async function evaluateSelector(
  node: SelectorNode,
  context: EvalContext,
  wanted: Wanted = 'value',
): Promise<readonly StepSeries[]> {
  const { grid, lookback, offset, at } = node;
  const result: StepSeries[] = [];
  for (const raw of context.samples(node.fetch)) {
    const series = newestPerStep(node.statistics ? withDetectedResets(raw) : raw, wanted);
    if (series) result.push(series);
    await context.budget.spend(grid.count);
  }
  context.budget.hold(result.length * grid.count);
  return result;

  function newestPerStep(
    { labels, dropName, times, values, stale, histograms }: RawSeries,
    want: Wanted,
  ): StepSeries | undefined {
    const out = new StepValues(grid.count);
    let any = false;
    // One past the newest sample not after the reference.
    let next = 0;
    for (let i = 0; i < grid.count; i++) {
      const reference = (at ?? gridTime(grid, i)) - offset;
      while (next < times.length && times[next]! <= reference) next++;
      const newest = next - 1;
      if (newest < 0 || times[newest]! <= reference - lookback || stale?.[newest] === 1) continue;
      out.set(i, want === 'value' ? (histograms?.[newest] ?? values[newest]!) : times[newest]! / 1000);
      any = true;
    }
    return any ? { labels, dropName, ...out.columns } : undefined;
  }
}
