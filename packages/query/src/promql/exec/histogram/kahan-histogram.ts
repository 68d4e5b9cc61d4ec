import { kahanStep } from '../kahan.js';
import { align, divide, multiply, type Combined } from './arithmetic.js';
import { addBuckets, addCompensated } from './buckets.js';
import { compacted, EMPTY_HISTOGRAM, type Buckets, type FloatHistogram } from './float-histogram.js';
import { combinedHint } from './reset.js';

/** A sum of histograms with the rounding errors it lost, a histogram of the same layout. */
interface Compensated {
  readonly sum: FloatHistogram;
  readonly lost: FloatHistogram;
}

type Added = Compensated & Pick<Combined, 'reconciled'>;

function start(histogram: FloatHistogram): Compensated {
  const none = ({ indices }: Buckets): Buckets => ({ indices, counts: indices.map(() => 0) });
  const { schema, zeroThreshold, customValues } = histogram;
  const lost = { ...EMPTY_HISTOGRAM, schema, zeroThreshold, customValues };
  return { sum: histogram, lost: { ...lost, positive: none(histogram.positive), negative: none(histogram.negative) } };
}

function addTo({ sum, lost }: Compensated, histogram: FloatHistogram): Added | undefined {
  const aligned = align(sum, histogram);
  const alignedLost = aligned && align(lost, aligned.b);
  if (alignedLost === undefined) return undefined;
  const { a, b, reconciled } = aligned!;
  const c = alignedLost.a;
  const [zeroCount, lostZero] = kahanStep(b.zeroCount, a.zeroCount, c.zeroCount);
  const [count, lostCount] = kahanStep(b.count, a.count, c.count);
  const [total, lostTotal] = kahanStep(b.sum, a.sum, c.sum);
  const positive = addCompensated({ sum: a.positive, lost: c.positive }, b.positive);
  const negative = addCompensated({ sum: a.negative, lost: c.negative }, b.negative);
  const { hint } = combinedHint(sum.hint, histogram.hint);
  return {
    sum: { ...a, hint, zeroCount, count, sum: total, positive: positive.sum, negative: negative.sum },
    lost: {
      ...c,
      zeroCount: lostZero,
      count: lostCount,
      sum: lostTotal,
      positive: positive.lost,
      negative: negative.lost,
    },
    reconciled,
  };
}

/** The sum with what was lost put back. */
function total({ sum, lost }: Compensated): FloatHistogram {
  return compacted({
    ...sum,
    zeroCount: sum.zeroCount + lost.zeroCount,
    count: sum.count + lost.count,
    sum: sum.sum + lost.sum,
    positive: addBuckets(sum.positive, lost.positive, 1),
    negative: addBuckets(sum.negative, lost.negative, 1),
  });
}

const each = ({ sum, lost }: Compensated, change: (histogram: FloatHistogram) => FloatHistogram): Compensated => ({
  sum: change(sum),
  lost: change(lost),
});

const isInfinite = (n: number): boolean => n === Infinity || n === -Infinity;

function overflows({ zeroCount, count, sum, positive, negative }: FloatHistogram): boolean {
  if (isInfinite(zeroCount) || isInfinite(count) || isInfinite(sum)) return true;
  return positive.counts.some(isInfinite) || negative.counts.some(isInfinite);
}

/** Adds histograms up, compensated. `add` is false for one that does not go with those before. */
export class HistogramSum {
  #state: Compensated | undefined;
  /** Custom bounds differed somewhere. */
  reconciled = false;

  add(histogram: FloatHistogram): boolean {
    if (this.#state === undefined) {
      this.#state = start(histogram);
      return true;
    }
    const next = addTo(this.#state, histogram);
    if (next === undefined) return false;
    this.#state = next;
    this.reconciled ||= next.reconciled;
    return true;
  }

  /** Of at least one histogram. */
  get result(): FloatHistogram {
    return total(this.#state!);
  }
}

/** The mean of histograms: their sum over their number, and once the sum overflows an incremental mean. */
export class HistogramMean {
  #state: Compensated | undefined;
  #incremental = false;
  #count = 0;
  reconciled = false;

  add(histogram: FloatHistogram): boolean {
    this.#count++;
    if (this.#state === undefined) {
      this.#state = start(histogram);
      return true;
    }
    if (!this.#incremental) {
      const next = addTo(this.#state, histogram);
      if (next === undefined) return false;
      this.reconciled ||= next.reconciled;
      if (!overflows(next.sum)) {
        this.#state = next;
        return true;
      }
      this.#incremental = true;
      this.#state = each(this.#state, (one) => divide(one, this.#count - 1));
    }
    const share = (this.#count - 1) / this.#count;
    const next = addTo(
      each(this.#state, (one) => multiply(one, share)),
      divide(histogram, this.#count),
    );
    if (next === undefined) return false;
    this.reconciled ||= next.reconciled;
    this.#state = next;
    return true;
  }

  /** Of at least one histogram. */
  get result(): FloatHistogram {
    const state = this.#state!;
    return this.#incremental ? total(state) : total(each(state, (one) => divide(one, this.#count)));
  }
}
