import type { Labels } from '@bongsu/model';
import { printLabels } from '../../syntax/index.js';

/** Labels of a metric series: immutable, sorted by name. A label may be empty: a parser made it so. Equal sets have equal keys. */
export class LabelSet {
  static #empty: LabelSet | undefined;

  /** Made when first asked for: the compiled form of a static field that makes its own class runs too early. */
  static get EMPTY(): LabelSet {
    return (LabelSet.#empty ??= new LabelSet([]));
  }

  #key: string | undefined;

  /** Name, value, name, value, ... sorted by name; owned by the set. */
  private constructor(readonly pairs: readonly string[]) {}

  static of(labels: Labels): LabelSet {
    const names = Object.keys(labels).sort();
    return names.length === 0 ? LabelSet.EMPTY : new LabelSet(names.flatMap((name) => [name, labels[name]!]));
  }

  get(name: string): string | undefined {
    const { pairs } = this;
    for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) return pairs[i + 1]!;
    return undefined;
  }

  get key(): string {
    return (this.#key ??= JSON.stringify(this.pairs));
  }

  #filter(keeps: (name: string) => boolean): LabelSet {
    const { pairs } = this;
    const kept: string[] = [];
    for (let i = 0; i < pairs.length; i += 2) if (keeps(pairs[i]!)) kept.push(pairs[i]!, pairs[i + 1]!);
    return kept.length === pairs.length ? this : new LabelSet(kept);
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
    else Object.defineProperty(labels, name, { value, enumerable: true, configurable: true, writable: true });
    return LabelSet.of(labels);
  }

  toLabels(): Labels {
    const { pairs } = this;
    return Object.fromEntries(Array.from({ length: pairs.length / 2 }, (_, i) => [pairs[2 * i]!, pairs[2 * i + 1]!]));
  }

  /** As Loki prints a label set: `{a="b", c="d"}`. */
  toString(): string {
    return printLabels(this.toLabels());
  }
}

/** Orders by the first label that differs: its name, then its value; a set that is a beginning of another is first. */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  const length = Math.min(a.pairs.length, b.pairs.length);
  for (let i = 0; i < length; i++) {
    const x = a.pairs[i]!;
    const y = b.pairs[i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.pairs.length - b.pairs.length;
}
