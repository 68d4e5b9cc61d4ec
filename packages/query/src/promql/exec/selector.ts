import { gridTime, type SelectorNode } from '../plan/index.js';
import type { EvalContext } from './context.js';
import { withoutStale } from './fetch.js';
import { withDetectedResets } from './histogram/detected-resets.js';
import { StepValues, type RawSeries, type StepSeries } from './series.js';

/** What of the sample a step takes: `timestamp()` wants its time, `start_timestamp()` when its counter began. */
export type Wanted = 'value' | 'seconds' | 'start-seconds';

/** Per step the newest sample in `(reference - lookback, reference]`; none where that is a stale marker. */
export async function evaluateSelector(
  node: SelectorNode,
  context: EvalContext,
  wanted: Wanted = 'value',
): Promise<readonly StepSeries[]> {
  const { grid, lookback, offset, at } = node;
  const result: StepSeries[] = [];
  for (const raw of context.samples(node.fetch)) {
    const known = node.statistics ? withDetectedResets(raw) : raw;
    const series = node.smoothed ? smoothedPerStep(known, node) : newestPerStep(known, wanted);
    if (series) result.push(series);
    await context.budget.spend(grid.count);
  }
  context.budget.hold(result.length * grid.count);
  return result;

  function newestPerStep(raw: RawSeries, want: Wanted): StepSeries | undefined {
    const { labels, dropName, times, values, stale, starts, histograms } = raw;
    const out = new StepValues(grid.count);
    let any = false;
    // One past the newest sample not after the reference.
    let next = 0;
    for (let i = 0; i < grid.count; i++) {
      const reference = (at ?? gridTime(grid, i)) - offset;
      while (next < times.length && times[next]! <= reference) next++;
      const newest = next - 1;
      if (newest < 0 || times[newest]! <= reference - lookback || stale?.[newest] === 1) continue;
      if (want === 'value') out.set(i, histograms?.[newest] ?? values[newest]!);
      else out.set(i, (want === 'seconds' ? times[newest]! : (starts?.[newest] ?? 0)) / 1000);
      any = true;
    }
    return any ? { labels, dropName, ...out.columns } : undefined;
  }
}

/**
 * Per step the value on the line between the samples around the reference, both at most `lookback` away; the one before
 * it where there is none after it yet.
 */
function smoothedPerStep(raw: RawSeries, { grid, lookback, offset, at }: SelectorNode): StepSeries | undefined {
  const { labels, dropName, times, values } = withoutStale(raw);
  const out = new Float64Array(grid.count);
  const present = new Uint8Array(grid.count);
  // The first sample at or after the reference.
  let next = 0;
  for (let i = 0; i < grid.count; i++) {
    const reference = (at ?? gridTime(grid, i)) - offset;
    while (next < times.length && times[next]! < reference) next++;
    const after = next < times.length && times[next]! <= reference + lookback ? next : undefined;
    const before = next > 0 && times[next - 1]! > reference - lookback ? next - 1 : undefined;
    if (after !== undefined && times[after] === reference) out[i] = values[after]!;
    else if (before === undefined) continue;
    else if (after === undefined) out[i] = values[before]!;
    else {
      const passed = (reference - times[before]!) / (times[after]! - times[before]!);
      out[i] = values[before]! + (values[after]! - values[before]!) * passed;
    }
    present[i] = 1;
  }
  return present.includes(1) ? { labels, dropName, values: out, present } : undefined;
}
