import type { SourceRange } from '../../../lang/index.js';
import { gridTime, type CallNode } from '../../plan/index.js';
import { goQuote, type Call } from '../../syntax/index.js';
import type { EvalContext, SeriesFunction } from '../context.js';
import type { FloatHistogram } from '../histogram/float-histogram.js';
import { histogramQuantile as quantileOfHistogram } from '../histogram/statistics.js';
import { formatShortest } from '../go-float.js';
import { nativeAnnotations } from '../native-annotations.js';
import { warnQuantile } from '../quantile.js';
import { dropNames, mergeSameLabels, StepValues, type StepSeries } from '../series.js';
import { quantileOfBuckets, type Bucket } from './bucket-quantile.js';
import { histogramGroups, type HistogramGroup } from './histogram-groups.js';

/** A quantile of classic and native histograms. */
export const histogramQuantile: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [qNode, vectorNode] = node.args;
    const [qPos, vectorPos] = node.expr.args.map((arg) => arg.pos);
    const quantiles = await context.scalar(qNode!);
    const input = await context.vector(vectorNode!);
    quantiles.forEach((q) => warnQuantile(q, context.annotations, qPos!));
    const result: StepSeries[] = [];
    for (const group of histogramGroups(input, context.annotations, vectorPos!)) {
      result.push(quantileSeries(group, quantiles, context, node, vectorPos!));
      await context.budget.spend(group.size * quantiles.length);
    }
    context.budget.hold(result.length * node.grid.count);
    return { type: 'vector', series: dropNames(result, context.delayedNameRemoval) };
  },
};

/** Several quantiles at once, told apart by a label: `histogram_quantiles(v, "label", q, ...)`. */
export const histogramQuantiles: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [vectorNode, labelNode, ...qNodes] = node.args;
    const vectorPos = node.expr.args[0]!.pos;
    const input = await context.vector(vectorNode!);
    const label = await context.text(labelNode!);
    const groups = histogramGroups(input, context.annotations, vectorPos);
    const result: StepSeries[] = [];
    for (const [i, qNode] of qNodes.entries()) {
      const quantiles = await context.scalar(qNode);
      quantiles.forEach((q) => warnQuantile(q, context.annotations, quantilePos(node.expr, i)));
      for (const group of groups) {
        result.push(...labelled(quantileSeries(group, quantiles, context, node, vectorPos), label, quantiles));
        await context.budget.spend(group.size * quantiles.length);
      }
    }
    context.budget.hold(result.length * node.grid.count);
    return { type: 'vector', series: dropNames(mergeSameLabels(result), context.delayedNameRemoval) };
  },
};

const quantilePos = ({ args }: Call, i: number): SourceRange => args[i + 2]!.pos;

/** The series cut into one per quantile, if that changes from step to step. */
function labelled(series: StepSeries, label: string, quantiles: Float64Array): readonly StepSeries[] {
  return [...new Set(quantiles)].map((q) => ({
    ...series,
    labels: series.labels.with(label, formatOpenMetrics(q)),
    present: series.present.map((there, i) => (Object.is(quantiles[i], q) ? there : 0)),
  }));
}

/** A float as OpenMetrics writes it: with a decimal point or an exponent. */
function formatOpenMetrics(q: number): string {
  const text = formatShortest(q);
  return Number.isFinite(q) && !/[.e]/.test(text) ? `${text}.0` : text;
}

function quantileSeries(
  group: HistogramGroup,
  quantiles: Float64Array,
  { annotations, delayedNameRemoval }: EvalContext,
  { grid }: CallNode,
  pos: SourceRange,
): StepSeries {
  const { labels, dropName } = group;
  // Where names are removed at once, they are gone when this is evaluated.
  const metric = delayedNameRemoval ? group.metric : '';
  const values = new StepValues(quantiles.length);
  for (let i = 0; i < quantiles.length; i++) {
    const there = group.at(i);
    if (there === undefined) continue;
    values.set(i, isNative(there) ? native(quantiles[i]!, there) : classic(quantiles[i]!, there, i));
  }
  return { labels, dropName, ...values.columns };

  function native(q: number, histogram: FloatHistogram): number {
    const { value, nan } = quantileOfHistogram(q, histogram);
    if (nan !== 'none') nativeAnnotations.nanQuantile(annotations, nan, metric, pos);
    return value;
  }

  function classic(q: number, buckets: readonly Bucket[], step: number): number {
    const { value, repaired } = quantileOfBuckets(q, buckets);
    const message = `${FORCED}${metric === '' ? '' : ` for metric name ${goQuote(metric)}`}`;
    if (repaired) annotations.repaired(message, pos, gridTime(grid, step), repaired);
    return value;
  }
}

const isNative = (there: FloatHistogram | readonly Bucket[]): there is FloatHistogram => !Array.isArray(there);

const FORCED =
  'input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';
