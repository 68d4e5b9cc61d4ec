import {
  and,
  call,
  callWith,
  col,
  infix,
  lit,
  not,
  or,
  param,
  SAMPLES,
  type Expr,
  type Select,
} from '../../sql/index.js';
import { sampleCondition, type SampleWindow } from './samples.js';

/** Ends of the windows: `start`, `start + step`, ... `end`, and how far each reaches back, all in ms. */
export interface GridWindows {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly range: number;
}

/** Bits of the stale marker 0x7ff0000000000002, which is no sample of a range vector. */
const STALE_BITS = 0x7ff0000000000002n;

/**
 * Above this the running sums of the grid functions lose whole units (2^53 is 9.007e15); infinite values spoil the
 * windows after them. Series with either are computed in memory.
 */
const EXACT_BELOW = 9e15;

const time = (ms: number): Expr => call('fromUnixTimestamp64Milli', lit(ms), lit('UTC'));
const seconds = (ms: number): Expr => call('toDecimal64', lit((ms / 1000).toFixed(3)), lit(3));

/**
 * Per series: fingerprint, whether the result may be inexact, and one nullable value per window. The functions take
 * windows (end - range, end] as PromQL does. They do not know when a counter began: `seesStarts` is for functions that
 * must, and makes series with such samples inexact.
 */
export function gridSelect(
  sqlFunction: string,
  windows: GridWindows,
  samples: SampleWindow,
  seesStarts: boolean,
): Select {
  const { start, end, step, range } = windows;
  const value = col('value');
  const grid = [time(start), time(end), seconds(step), seconds(range)];
  const inexact = or([
    infix(call('max', call('abs', value)), '>', lit(EXACT_BELOW)),
    infix(call('countIf', not(call('isFinite', value))), '>', lit(0)),
    seesStarts ? infix(call('countIf', infix(col('start'), '!=', time(0))), '>', lit(0)) : undefined,
  ])!;
  return {
    columns: [
      { expr: col('fingerprint') },
      { expr: call('toUInt8', inexact) },
      { expr: callWith(sqlFunction, grid, col('ts'), value) },
    ],
    from: { kind: 'table', name: SAMPLES.name },
    where: and([
      sampleCondition(samples),
      infix(call('reinterpretAsUInt64', value), '!=', param('UInt64', STALE_BITS)),
    ])!,
    groupBy: [col('fingerprint')],
    settings: { allow_experimental_time_series_aggregate_functions: 1 },
  };
}
