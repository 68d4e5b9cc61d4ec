import { gridTime, type CallNode } from '../../plan/index.js';
import type { EvalContext, SeriesFunction } from '../context.js';
import { LabelSet } from '../label-set.js';
import { evaluateSelector } from '../selector.js';
import { dropNames, numbersOnly, type StepSeries } from '../series.js';

/** Time of each step in seconds. */
export function stepSeconds({ grid }: CallNode): Float64Array {
  return Float64Array.from({ length: grid.count }, (_, i) => gridTime(grid, i) / 1000);
}

export const time: SeriesFunction = {
  kind: 'series',
  evaluate: async (node) => ({ type: 'scalar', values: stepSeconds(node) }),
};

export const pi: SeriesFunction = {
  kind: 'series',
  evaluate: async ({ grid }) => ({ type: 'scalar', values: new Float64Array(grid.count).fill(Math.PI) }),
};

/** A vector of one series without labels. */
export const vector: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const values = await context.scalar(node.args[0]!);
    return { type: 'vector', series: [unlabelled(values)] };
  },
};

export function unlabelled(values: Float64Array): StepSeries {
  const present = new Uint8Array(values.length).fill(1);
  return { labels: LabelSet.EMPTY, dropName: false, values, present };
}

/** The number where there is exactly one, else NaN. */
export const scalar: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const series = (await context.vector(node.args[0]!)).map(numbersOnly);
    const values = new Float64Array(node.grid.count);
    for (let i = 0; i < values.length; i++) {
      const there = series.filter((one) => one.present[i] === 1);
      values[i] = there.length === 1 ? there[0]!.values[i]! : NaN;
    }
    return { type: 'scalar', values };
  },
};

/** The time of a selector's sample; for what is computed the time of the step. */
export const timestamp: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [arg] = node.args;
    const series = await timesOf(arg!, node, context);
    return { type: 'vector', series: dropNames(series, context.delayedNameRemoval) };
  },
};

async function timesOf(
  arg: CallNode['args'][number],
  node: CallNode,
  context: EvalContext,
): Promise<readonly StepSeries[]> {
  if (arg.kind === 'selector') return evaluateSelector(arg, context, 'seconds');
  const seconds = stepSeconds(node);
  return (await context.vector(arg)).map(({ labels, dropName, present }) => ({
    labels,
    dropName,
    values: seconds,
    present,
  }));
}

/** When the counter began that a selector's sample continues, 0 for unknown; nothing of what is computed. */
export const startTimestamp: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [arg] = node.args;
    if (!context.features.useStartTimestamps || arg?.kind !== 'selector') return { type: 'vector', series: [] };
    const series = await evaluateSelector(arg, context, 'start-seconds');
    return { type: 'vector', series: dropNames(series, context.delayedNameRemoval) };
  },
};
