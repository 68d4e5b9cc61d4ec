import type { SourceRange } from '../../../lang/index.js';
import type { EvalContext, SeriesFunction } from '../context.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { histogramFraction as fractionOfHistogram } from '../histogram/statistics.js';
import { nativeAnnotations } from '../native-annotations.js';
import { dropNames, StepValues, type StepSeries } from '../series.js';
import { fractionOfBuckets } from './bucket-fraction.js';
import type { Bucket } from './bucket-quantile.js';
import { histogramGroups } from './histogram-groups.js';

/** Which part of the observations lies between two values: `histogram_fraction(lower, upper, v)`. */
export const histogramFraction: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [lowerNode, upperNode, vectorNode] = node.args;
    const lower = await context.scalar(lowerNode!);
    const upper = await context.scalar(upperNode!);
    const pos = node.expr.args[2]!.pos;
    const result: StepSeries[] = [];
    for (const group of histogramGroups(await context.vector(vectorNode!), context.annotations, pos)) {
      const values = new StepValues(node.grid.count);
      for (let i = 0; i < node.grid.count; i++) {
        values.set(i, fractionOf(group.at(i), [lower[i]!, upper[i]!], group.metric, context, pos));
      }
      result.push({ labels: group.labels, dropName: group.dropName, ...values.columns });
      await context.budget.spend(group.size * node.grid.count);
    }
    context.budget.hold(result.length * node.grid.count);
    return { type: 'vector', series: dropNames(result, context.delayedNameRemoval) };
  },
};

function fractionOf(
  there: FloatHistogram | readonly Bucket[] | undefined,
  [lower, upper]: readonly [lower: number, upper: number],
  metric: string,
  { annotations, delayedNameRemoval }: EvalContext,
  pos: SourceRange,
): number | undefined {
  if (there === undefined) return undefined;
  if ('length' in there) return fractionOfBuckets(lower, upper, there);
  const { value, nan } = fractionOfHistogram(lower, upper, there);
  if (nan !== 'none') nativeAnnotations.nanFraction(annotations, delayedNameRemoval ? metric : '', pos);
  return value;
}
