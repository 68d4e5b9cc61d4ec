import type { Labels } from '@bongsu/model';
import { comparePairs, filterPairs, valueOf, type SortedPairs } from '../../lang/index.js';
import { METRIC_NAME } from '../syntax/index.js';

/** Labels that describe a metric and go away where a series no longer is that metric. */
export const METADATA: ReadonlySet<string> = new Set([METRIC_NAME, '__type__', '__unit__']);

/** Labels of a series: immutable, sorted by name, no empty values. Equal sets have equal keys. */
export class LabelSet {
  static #empty: LabelSet | undefined;

  /** Made when first asked for: the compiled form of a static field that makes its own class runs too early. */
  static get EMPTY(): LabelSet {
    return (LabelSet.#empty ??= new LabelSet([]));
  }

  #key: string | undefined;
  #bare: LabelSet | undefined;

  /** Owned by the set. */
  private constructor(readonly pairs: SortedPairs) {}

  /** Any order; the last of equal names counts; an empty value is no label. */
  static of(entries: Iterable<readonly [string, string]>): LabelSet {
    const byName = new Map<string, string>();
    for (const [name, value] of entries) byName.set(name, value);
    const names = [...byName.keys()].filter((name) => byName.get(name) !== '').sort();
    return names.length === 0 ? LabelSet.EMPTY : new LabelSet(names.flatMap((name) => [name, byName.get(name)!]));
  }

  /** Of distinct names in any order; an empty value is no label. */
  static ofLabels(labels: Labels): LabelSet {
    const pairs: string[] = [];
    for (const name of Object.keys(labels).sort()) {
      const value = labels[name]!;
      if (value !== '') pairs.push(name, value);
    }
    return pairs.length === 0 ? LabelSet.EMPTY : new LabelSet(pairs);
  }

  /** The value, or the empty text for a label that is not there. */
  get(name: string): string {
    return valueOf(this.pairs, name) ?? '';
  }

  get name(): string {
    return this.get(METRIC_NAME);
  }

  get size(): number {
    return this.pairs.length / 2;
  }

  get key(): string {
    return (this.#key ??= JSON.stringify(this.pairs));
  }

  *entries(): Iterable<[string, string]> {
    const { pairs } = this;
    for (let i = 0; i < pairs.length; i += 2) yield [pairs[i]!, pairs[i + 1]!];
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

  withoutName(): LabelSet {
    return this.#filter((name) => name !== METRIC_NAME);
  }

  /** Without what says which metric it is: name, type and unit. */
  withoutMetadata(): LabelSet {
    return (this.#bare ??= this.#filter((name) => !METADATA.has(name)));
  }

  /** With a label set to `value`; the empty value takes it away. */
  with(name: string, value: string): LabelSet {
    return LabelSet.of([...this.entries(), [name, value]]);
  }

  toLabels(): Labels {
    return Object.fromEntries(this.entries());
  }

  /** As Prometheus prints a label set: `{a="b", c="d"}`. */
  toString(): string {
    return `{${[...this.entries()].map(([name, value]) => `${printName(name)}=${JSON.stringify(value)}`).join(', ')}}`;
  }
}

const printName = (name: string): string => (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : JSON.stringify(name));

/** See `comparePairs`. */
export const compareLabels = (a: LabelSet, b: LabelSet): number => comparePairs(a.pairs, b.pairs);
