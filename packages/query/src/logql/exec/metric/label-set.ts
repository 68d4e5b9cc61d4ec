import type { Labels } from '@bongsu/model';
import { comparePairs, filterPairs, valueOf, type SortedPairs } from '../../../lang/index.js';
import { printLabels } from '../../syntax/index.js';
import { ERROR_LABEL, PRESERVE_ERROR_LABEL } from '../pipeline/index.js';

const PLAIN = { enumerable: true, configurable: true, writable: true };

/** Labels of a metric series: immutable, sorted by name. A label may be empty: a parser made it so. Equal sets have equal keys. */
export class LabelSet {
  static #empty: LabelSet | undefined;

  /** Made when first asked for: the compiled form of a static field that makes its own class runs too early. */
  static get EMPTY(): LabelSet {
    return (LabelSet.#empty ??= new LabelSet([]));
  }

  #key: string | undefined;
  #failed: boolean | undefined;

  /** Owned by the set. */
  private constructor(readonly pairs: SortedPairs) {}

  static of(labels: Labels): LabelSet {
    const names = Object.keys(labels).sort();
    return names.length === 0 ? LabelSet.EMPTY : new LabelSet(names.flatMap((name) => [name, labels[name]!]));
  }

  get(name: string): string | undefined {
    return valueOf(this.pairs, name);
  }

  get key(): string {
    return (this.#key ??= JSON.stringify(this.pairs));
  }

  /**
   * A metric query that meets such a series in a window has no answer: it has an error, from wherever, that nobody asked
   * for (pkg/logql/evaluator.go, `RangeVectorEvaluator.Next`).
   */
  get failed(): boolean {
    return (this.#failed ??= (this.get(ERROR_LABEL) ?? '') !== '' && this.get(PRESERVE_ERROR_LABEL) !== 'true');
  }

  #filter(keeps: (name: string) => boolean): LabelSet {
    const kept = filterPairs(this.pairs, keeps);
    return kept === this.pairs ? this : new LabelSet(kept);
  }

  keep(names: ReadonlySet<string>): LabelSet {
    return this.#filter((name) => names.has(name));
  }

  drop(names: ReadonlySet<string>): LabelSet {
    return this.#filter((name) => !names.has(name));
  }

  /** With a label set to `value`; the empty value takes it away. */
  with(name: string, value: string): LabelSet {
    const labels = this.toLabels() as Record<string, string>;
    if (value === '') delete labels[name];
    else Object.defineProperty(labels, name, { value, ...PLAIN });
    return LabelSet.of(labels);
  }

  toLabels(): Labels {
    const { pairs } = this;
    const labels: Record<string, string> = {};
    for (let i = 0; i < pairs.length; i += 2) {
      const value = pairs[i + 1]!;
      // Assigned, this one would be no label. For all others assigning is several times faster than `fromEntries`.
      if (pairs[i] === '__proto__') Object.defineProperty(labels, '__proto__', { value, ...PLAIN });
      else labels[pairs[i]!] = value;
    }
    return labels;
  }

  /** As Loki prints a label set: `{a="b", c="d"}`. */
  toString(): string {
    return printLabels(this.toLabels());
  }
}

/** See `comparePairs`. */
export const compareLabels = (a: LabelSet, b: LabelSet): number => comparePairs(a.pairs, b.pairs);
