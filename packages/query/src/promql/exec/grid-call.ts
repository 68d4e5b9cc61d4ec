import { millis } from '@bongsu/model';
import { gridSelect } from '../compile/grid.js';
import { gridTime, inputs, type Fetch, type GridCallNode, type Plan, type PlanNode } from '../plan/index.js';
import { unwrap } from '../syntax/index.js';
import type { Annotations } from './annotations.js';
import type { Budget } from './budget.js';
import type { CachedSamples } from '../sample-cache/cached-samples.js';
import type { StoredSeries } from '../series-catalog/series-catalog.js';
import { EvalError, failureError } from './eval-error.js';
import type { FetchContext } from './fetch-context.js';
import { fetchSeries, readSamples, sampleWindow, someSamples, withoutStale } from './fetch.js';
import { heldSamples, USUAL_INTERVAL_MS } from './held-samples.js';
import type { LabelSet } from './label-set.js';
import { FUNCTION_IMPLS } from './function/registry.js';
import { RowBinaryReader } from '../../lang/index.js';
import type { RawSeries, StepSeries, Windows } from './series.js';
import { windowsOf } from './window.js';
import { evaluateWindowSeries } from './function/evaluate-windows.js';
import { withDetectedResets } from './histogram/detected-resets.js';
import type { WindowFunction, WindowReport } from './context.js';

/** Functions whose grid form was measured equal to PromQL's on finite samples below 2^53. */
export const PUSHED: ReadonlyMap<string, string> = new Map([
  ['delta', 'timeSeriesDeltaToGrid'],
  ['idelta', 'timeSeriesInstantDeltaToGrid'],
  ['increase', 'timeSeriesIncreaseToGrid'],
  ['irate', 'timeSeriesInstantRateToGrid'],
  ['rate', 'timeSeriesRateToGrid'],
]);

/** Functions that look at when a counter began. */
const OF_COUNTERS: ReadonlySet<string> = new Set(['increase', 'irate', 'rate']);

/**
 * Reading a sample and computing here takes about half of what a grid function takes for it (measured), but all
 * samples have to come over: beyond this many the engine computes.
 */
const ENGINE_FROM = 20_000_000;

/** Samples read by one statement, at most: some milliseconds of reading while as many are computed. */
const SAMPLES_AT_ONCE = 200_000;

/** How much denser than usual samples may be before a query that reads them exceeds its budget. */
const DENSER = 16;

interface GridContext extends FetchContext {
  readonly annotations: Annotations;
  /** The engine computes however few samples there are. */
  readonly always: boolean;
}

/** Fetches whose samples the evaluator itself reads; those of grid calls stay in the engine. */
export function sampleFetches(plan: Plan): readonly Fetch[] {
  const wanted = new Set<Fetch>();
  const visit = (node: PlanNode): void => {
    if (node.kind === 'selector' || node.kind === 'window') wanted.add(node.fetch);
    if (node.kind !== 'grid-call') inputs(node).forEach(visit);
  };
  visit(plan.root);
  return [...wanted];
}

/** Results of every grid call of a plan. */
export async function computeGridCalls(
  plan: Plan,
  context: GridContext,
): Promise<ReadonlyMap<PlanNode, readonly StepSeries[]>> {
  const nodes: GridCallNode[] = [];
  const visit = (node: PlanNode): void => {
    if (node.kind === 'grid-call') nodes.push(node);
    else inputs(node).forEach(visit);
  };
  visit(plan.root);
  // While the samples of one are read, those of another are computed.
  const results = await Promise.all(nodes.map((node) => computeGridCall(node, context)));
  return new Map(nodes.map((node, i) => [node, results[i]!]));
}

async function computeGridCall(node: GridCallNode, context: GridContext): Promise<readonly StepSeries[]> {
  const { grid, window } = node;
  const start = (window.at ?? grid.start) - window.offset;
  const end = window.at === undefined ? gridTime(grid, grid.count - 1) - window.offset : start;
  const fetch: Fetch = { ...window.fetch, after: millis(start - window.range), until: millis(end) };
  const series = await fetchSeries(fetch, context);
  if (series.length === 0) return [];
  const held = context.always ? undefined : await heldSamples(fetch, series, context);
  if (held !== undefined) return computeHeld({ node, fetch, start, end }, series, held, context);
  const perSeries = (end - start + window.range) / USUAL_INTERVAL_MS;
  const allowed = Math.floor(Math.min(SAMPLES_AT_ONCE, context.budget.left / DENSER) / perSeries);
  // Parts of one size.
  const atOnce = allowed < 1 ? 0 : Math.ceil(series.length / Math.ceil(series.length / allowed));
  const inEngine = context.always || series.length * perSeries > ENGINE_FROM || atOnce < 1;
  const asked = { node, fetch, start, end };
  const found = inEngine
    ? await computeInEngine(asked, series, context)
    : await computeHere(asked, series, atOnce, context);
  return series.flatMap(({ fingerprint }) => {
    const own = found.get(fingerprint);
    return own?.present.includes(1) ? [own] : [];
  });
}

/** A call and the samples it looks at: in (start - range, end]. */
interface AskedCall {
  readonly node: GridCallNode;
  readonly fetch: Fetch;
  readonly start: number;
  readonly end: number;
}

/** Of samples that are at hand. */
async function computeHeld(
  { node, end }: AskedCall,
  series: readonly StoredSeries[],
  held: CachedSamples,
  context: GridContext,
): Promise<readonly StepSeries[]> {
  const { budget } = context;
  const windows = windowsOf([], node.window.range, windowEnds(node, end));
  const found: StepSeries[] = [];
  for (const { fingerprint, labels } of series) {
    const columns = held.columns(fingerprint);
    if (columns === undefined) continue;
    const read = budget.part();
    read.hold(columns.times.length);
    const own = inMemory(node, { labels, dropName: false, ...columns }, windows, context);
    read.release();
    if (own) {
      budget.hold(node.grid.count);
      found.push(own);
    }
    await budget.spend(columns.times.length);
  }
  return found;
}

/** Reads the samples of some series after the others; while some are computed, the next are being read. */
async function computeHere(
  { node, fetch, end }: AskedCall,
  series: readonly StoredSeries[],
  atOnce: number,
  context: GridContext,
): Promise<Map<bigint, StepSeries>> {
  const found = new Map<bigint, StepSeries>();
  const windows = windowsOf([], node.window.range, windowEnds(node, end));
  const byKey = series.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  const read = async (from: number): Promise<{ raw: readonly RawSeries[]; budget: Budget }> => {
    const budget = context.budget.part();
    const some = byKey.slice(from, from + atOnce);
    const whole = sampleWindow(fetch, series, context.tenant);
    const isAll = some.length === series.length;
    const between = [some[0]!.fingerprint, some.at(-1)!.fingerprint] as const;
    const window = isAll ? whole : whole.series ? someSamples(fetch, some, context.tenant) : { ...whole, between };
    return { raw: await readSamples(fetch, some, { ...context, budget }, window), budget };
  };
  const fingerprints = new Map(series.map((one) => [one.labels, one.fingerprint]));
  let reading = read(0);
  for (let from = 0; from < byKey.length; from += atOnce) {
    const { raw, budget } = await reading;
    if (from + atOnce < byKey.length) {
      reading = read(from + atOnce);
      // Awaited in the next turn, which does not come if this one fails.
      reading.catch(() => undefined);
    }
    for (const one of raw) {
      const own = inMemory(node, one, windows, context);
      if (own) {
        context.budget.hold(node.grid.count);
        found.set(fingerprints.get(one.labels)!, own);
      }
      await context.budget.spend(one.times.length);
    }
    budget.release();
  }
  return found;
}

async function computeInEngine(
  { node, fetch, start, end }: AskedCall,
  series: readonly StoredSeries[],
  context: GridContext,
): Promise<Map<bigint, StepSeries>> {
  const { grid, window } = node;
  const { budget, runner, tenant, features } = context;
  const asked = { start, end, step: grid.step, range: window.range };
  const select = gridSelect(
    node.sqlFunction,
    asked,
    sampleWindow(fetch, series, tenant),
    features.useStartTimestamps && OF_COUNTERS.has(node.expr.func),
  );
  const answer = await runner.binary(select, budget.signal);
  if (!answer.ok) throw new EvalError(failureError(answer.error, budget.signal));
  const { found, inexact } = readGrids(answer.value, series, node);
  report(node, series, found, context);
  budget.hold(found.size * grid.count);
  await budget.spend(found.size * grid.count);
  // The engine's functions know numbers alone.
  const handedOver = series.filter((one) => one.native || inexact.has(one.fingerprint));
  const fingerprints = new Map(handedOver.map((one) => [one.labels, one.fingerprint]));
  const windows = windowsOf([], node.window.range, windowEnds(node, end));
  for (const raw of await readSamples(fetch, handedOver, context)) {
    const own = inMemory(node, raw, windows, context);
    if (own) found.set(fingerprints.get(raw.labels)!, own);
    await budget.spend(raw.times.length);
  }
  return found;
}

interface Grids {
  readonly found: Map<bigint, StepSeries>;
  /** Series to compute in memory instead. */
  readonly inexact: ReadonlySet<bigint>;
}

function readGrids(bytes: Uint8Array, series: readonly StoredSeries[], { grid }: GridCallNode): Grids {
  const byFingerprint = new Map(series.map((one) => [one.fingerprint, one]));
  const reader = new RowBinaryReader(bytes);
  const found = new Map<bigint, StepSeries>();
  const inexact = new Set<bigint>();
  while (!reader.done) {
    const fingerprint = reader.u64();
    const exact = reader.u8() === 0;
    const values = new Float64Array(grid.count);
    const present = new Uint8Array(grid.count);
    const length = reader.length();
    for (let i = 0; i < length; i++) {
      if (reader.u8() === 1) continue;
      values[i] = reader.f64();
      present[i] = 1;
    }
    const own = byFingerprint.get(fingerprint);
    // A series first written while this query ran is not among those matched.
    if (own === undefined || own.native) continue;
    if (exact) found.set(fingerprint, { labels: own.labels, dropName: false, values, present });
    else inexact.add(fingerprint);
  }
  return { found, inexact };
}

function windowFunction(node: GridCallNode): WindowFunction {
  const impl = FUNCTION_IMPLS.get(node.expr.func);
  if (impl?.kind !== 'window') throw new Error(`BUG: ${node.expr.func} is pushed down and has no window function`);
  return impl;
}

const withStatistics = (raw: RawSeries, { window }: GridCallNode): RawSeries =>
  window.statistics ? withDetectedResets(raw) : raw;

/** Ends of the windows of every step. */
const windowEnds = ({ grid }: GridCallNode, lastEnd: number): Float64Array => {
  const ends = new Float64Array(grid.count);
  for (let i = 0; i < grid.count; i++) ends[i] = lastEnd - (grid.count - 1 - i) * grid.step;
  return ends;
};

function inMemory(node: GridCallNode, raw: RawSeries, windows: Windows, context: GridContext): StepSeries | undefined {
  const own = withStatistics(withoutStale(raw), node);
  const reportTo = reportOf(node, own.labels, context);
  return evaluateWindowSeries(windowFunction(node), own, windows, node.grid, () => NO_SCALARS, reportTo).result;
}

const NO_SCALARS: readonly number[] = [];

function reportOf({ expr }: GridCallNode, labels: LabelSet, { annotations, features }: GridContext): WindowReport {
  return { annotations, features, labels, metric: labels.name, argPos: unwrap(expr.args[0]!).pos, scalarPos: expr.pos };
}

function report(
  node: GridCallNode,
  series: readonly StoredSeries[],
  found: ReadonlyMap<bigint, StepSeries>,
  context: GridContext,
): void {
  const impl = windowFunction(node);
  for (const { fingerprint, labels } of series) {
    if (found.get(fingerprint)?.present.includes(1)) impl.inspect?.(reportOf(node, labels, context));
  }
}
