import { add, subtract } from '../exec/histogram/arithmetic.js';
import {
  EMPTY_HISTOGRAM,
  NO_BUCKETS,
  RESET_HINT,
  type Buckets,
  type FloatHistogram,
  type ResetHint,
} from '../exec/histogram/float-histogram.js';
import { numberOf } from '../exec/go-float.js';

/** A native histogram of a script. */
export interface HistogramItem {
  readonly histogram: FloatHistogram;
  /** The reset hint is written, so it is compared. */
  readonly hinted: boolean;
}

const SEQUENCE = /^\{\{([^}]*)\}\}(?:([+-])\{\{([^}]*)\}\})?(?:x(\d+))?$/;

/** `{{...}}`, `{{...}}x3` (four values), `{{...}}+{{...}}x3`, `{{...}}-{{...}}x3`; undefined for what is no histogram. */
export function parseHistograms(word: string): HistogramItem[] | undefined {
  if (!word.startsWith('{{')) return undefined;
  const match = SEQUENCE.exec(word);
  if (!match) throw new Error(`not a histogram: ${word}`);
  const [, first, sign, change, times] = match;
  const start = parseHistogram(first!);
  const increment = change === undefined ? undefined : parseHistogram(change).histogram;
  const items = [start];
  for (let i = 0; i < Number(times ?? 0); i++) {
    const last = items.at(-1)!;
    items.push(increment === undefined ? last : { ...last, histogram: changed(last.histogram, increment, sign!) });
  }
  return items;
}

function changed(histogram: FloatHistogram, increment: FloatHistogram, sign: string): FloatHistogram {
  const combined = sign === '+' ? add(histogram, increment) : subtract(histogram, increment);
  if (combined === undefined) throw new Error('a histogram cannot grow by one of another kind');
  return combined.histogram;
}

const FIELD = /([a-z_]+):(\[[^\]]*\]|\S+)/g;

const HINTS: Readonly<Record<string, ResetHint>> = {
  unknown: RESET_HINT.unknown,
  reset: RESET_HINT.reset,
  not_reset: RESET_HINT.notReset,
  gauge: RESET_HINT.gauge,
};

function valueOf(text: string): number {
  const value = numberOf(text);
  if (value === undefined) throw new Error(`not a number in a histogram: ${text}`);
  return value;
}

function parseHistogram(text: string): HistogramItem {
  const fields = new Map<string, string>();
  for (const [, name, value] of text.matchAll(FIELD)) fields.set(name!, value!);
  const take = (name: string): string | undefined => {
    const value = fields.get(name);
    fields.delete(name);
    return value;
  };
  const number = (name: string): number => valueOf(take(name) ?? '0');
  const list = (name: string): number[] => (take(name) ?? '').match(/[^\s[\]]+/g)?.map(valueOf) ?? [];
  const buckets = (name: string, offset: string): Buckets => {
    const from = number(offset);
    const counts = list(name);
    return counts.length === 0 ? NO_BUCKETS : { indices: counts.map((_, i) => from + i), counts };
  };
  const hint = take('counter_reset_hint');
  const histogram: FloatHistogram = {
    ...EMPTY_HISTOGRAM,
    hint: hint === undefined ? RESET_HINT.unknown : HINTS[hint]!,
    schema: number('schema'),
    sum: number('sum'),
    count: number('count'),
    zeroCount: number('z_bucket'),
    zeroThreshold: number('z_bucket_w'),
    positive: buckets('buckets', 'offset'),
    negative: buckets('n_buckets', 'n_offset'),
    customValues: list('custom_values'),
  };
  if (fields.size > 0) throw new Error(`not a field of a histogram: ${[...fields.keys()].join(' ')}`);
  return { histogram, hinted: hint !== undefined };
}
