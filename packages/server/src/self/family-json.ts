import type { HistogramSnapshot, MetricFamily, Values } from './metric-family.js';

/**
 * A family as protobuf's JSON form writes an `io.prometheus.client.MetricFamily` (https://protobuf.dev/programming-guides/json/):
 * 64-bit integers are texts, and so are numbers that JSON does not have.
 */
export function familyJson(family: MetricFamily): object {
  const { name, help, labels } = family;
  const label = (values: Values) =>
    labels.length === 0 ? {} : { label: labels.map((each, i) => ({ name: each, value: values[i] ?? '' })) };
  const metric =
    family.type === 'histogram'
      ? family.series.map(([values, each]) => ({ ...label(values), histogram: histogram(family.bounds, each) }))
      : family.series.map(([values, value]) => ({ ...label(values), [family.type]: { value: double(value) } }));
  return { name, help, type: family.type.toUpperCase(), metric };
}

function histogram(bounds: readonly number[], { buckets, count, sum }: HistogramSnapshot): object {
  const bucket = [...bounds.map((bound, i) => [buckets[i] ?? 0, bound] as const), [count, Infinity] as const];
  return {
    sampleCount: String(count),
    sampleSum: double(sum),
    bucket: bucket.map(([cumulative, bound]) => ({ cumulativeCount: String(cumulative), upperBound: double(bound) })),
  };
}

const double = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
