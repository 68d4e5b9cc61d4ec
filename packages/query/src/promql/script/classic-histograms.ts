import { CUSTOM_BUCKETS } from '../exec/histogram/bucket-bounds.js';
import { EMPTY_HISTOGRAM, type FloatHistogram } from '../exec/histogram/float-histogram.js';
import type { LabelSet } from '../exec/label-set.js';
import { METRIC_NAME } from '../syntax/index.js';
import { numberOf, type Item, type SeriesLine } from './series-notation.js';

/** What classic series say of one histogram at one time. */
interface Draft {
  readonly buckets: Map<number, number>;
  count?: number;
  sum?: number;
}

const LE: ReadonlySet<string> = new Set(['le']);
const SUFFIX = /^(.+)_(bucket|count|sum)$/;

/** `load_with_nhcb`: the native histograms with custom buckets that `_bucket`, `_count` and `_sum` series amount to. */
export function customBucketSeries(series: readonly SeriesLine[]): readonly SeriesLine[] {
  const found = new Map<string, { readonly labels: LabelSet; readonly drafts: Draft[] }>();
  for (const { labels, items } of series) {
    const match = SUFFIX.exec(labels.name);
    if (!match) continue;
    const [, name, part] = match;
    const bound = numberOf(labels.get('le'));
    if (part === 'bucket' && (labels.get('le') === '' || Number.isNaN(bound))) continue;
    const own = labels.drop(LE).with(METRIC_NAME, name!);
    const known = found.get(own.key) ?? { labels: own, drafts: [] };
    found.set(own.key, known);
    items.forEach((item, i) => {
      if (typeof item !== 'number') return;
      const draft = (known.drafts[i] ??= { buckets: new Map() });
      if (part === 'bucket') draft.buckets.set(bound, item);
      else draft[part as 'count' | 'sum'] = item;
    });
  }
  return [...found.values()].map(({ labels, drafts }) => ({
    labels,
    items: Array.from(drafts, (draft): Item => (draft ? { histogram: converted(draft), hinted: false } : 'none')),
  }));
}

/** The count is that of the highest bucket if there is no `_count`; a bucket without bound holds what is above all. */
function converted({ buckets, count, sum }: Draft): FloatHistogram {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const total = count ?? sorted.at(-1)?.[1] ?? 0;
  if (sorted.at(-1)?.[0] !== Infinity) sorted.push([Infinity, total]);
  const counts = sorted.map(([, cumulative], i) => cumulative - (sorted[i - 1]?.[1] ?? 0));
  return {
    ...EMPTY_HISTOGRAM,
    schema: CUSTOM_BUCKETS,
    count: total,
    sum: sum ?? 0,
    positive: { indices: counts.map((_, i) => i), counts },
    customValues: sorted.slice(0, -1).map(([bound]) => bound),
  };
}
