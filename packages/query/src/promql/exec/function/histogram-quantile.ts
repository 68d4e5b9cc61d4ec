import { goQuote, METRIC_NAME } from '../../syntax/index.js';
import { numberOf } from '../go-float.js';
import type { SeriesFunction } from '../context.js';
import type { LabelSet } from '../label-set.js';
import { warnQuantile } from '../quantile.js';
import { dropNames, type StepSeries } from '../series.js';
import { quantileOfBuckets, type Bucket } from './bucket-quantile.js';

interface Histogram {
  readonly labels: LabelSet;
  readonly metric: string;
  readonly dropName: boolean;
  readonly buckets: { readonly bound: number; readonly series: StepSeries }[];
}

const LE = new Set(['le']);

/** Quantiles of classic histograms: series that differ in `le` only are the buckets of one histogram. */
export const histogramQuantile: SeriesFunction = {
  kind: 'series',
  evaluate: async (node, context) => {
    const [qNode, vectorNode] = node.args;
    const [qPos, vectorPos] = node.expr.args.map((arg) => arg.pos);
    const quantiles = await context.scalar(qNode!);
    const input = await context.vector(vectorNode!);
    quantiles.forEach((q) => warnQuantile(q, context.annotations, qPos!));
    const { annotations, delayedNameRemoval } = context;
    const histograms = group(input, (metric, le) => {
      const name = metric === '' ? '' : ` for metric name ${goQuote(metric)}`;
      annotations.warn(`bucket label "le" is missing or has a malformed value of ${goQuote(le)}${name}`, vectorPos!);
    });
    const result: StepSeries[] = [];
    for (const { labels, metric, dropName, buckets } of histograms) {
      const values = new Float64Array(node.grid.count);
      const present = new Uint8Array(node.grid.count);
      for (let i = 0; i < values.length; i++) {
        const there: Bucket[] = [];
        for (const { bound, series } of buckets) {
          if (series.present[i] === 1) there.push({ bound, count: series.values[i]! });
        }
        if (there.length === 0) continue;
        const { value, repaired } = quantileOfBuckets(quantiles[i]!, there);
        values[i] = value;
        present[i] = 1;
        if (!repaired) continue;
        const name = metric === '' ? '' : ` for metric name ${goQuote(metric)}`;
        annotations.info(`${FORCED}${name}`, vectorPos!);
      }
      result.push({ labels, dropName, values, present });
      await context.budget.spend(buckets.length * values.length);
    }
    context.budget.hold(result.length * node.grid.count);
    return { type: 'vector', series: dropNames(result, delayedNameRemoval) };
  },
};

const FORCED =
  'input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

function group(input: readonly StepSeries[], malformed: (metric: string, le: string) => void): Iterable<Histogram> {
  const byLabels = new Map<string, Histogram>();
  for (const series of input) {
    const le = series.labels.get('le');
    const bound = numberOf(le);
    const metric = series.labels.get(METRIC_NAME);
    if (bound === undefined) {
      malformed(metric, le);
      continue;
    }
    const labels = series.labels.drop(LE);
    const histogram = byLabels.get(labels.key);
    if (histogram) histogram.buckets.push({ bound, series });
    else byLabels.set(labels.key, { labels, metric, dropName: series.dropName, buckets: [{ bound, series }] });
  }
  return byLabels.values();
}
