import type { Labels } from '@bongsu/model';
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

  /** Name, value, name, value, ... sorted by name; owned by the set. */
  private constructor(readonly pairs: readonly string[]) {}

  /** Any order; the last of equal names counts; an empty value is no label. */
  static of(entries: Iterable<readonly [string, string]>): LabelSet {
    const byName = new Map<string, string>();
    for (const [name, value] of entries) byName.set(name, value);
    const names = [...byName.keys()].filter((name) => byName.get(name) !== '').sort();
    return names.length === 0 ? LabelSet.EMPTY : new LabelSet(names.flatMap((name) => [name, byName.get(name)!]));
  }

  /** The value, or the empty text for a label that is not there. */
  get(name: string): string {
    const { pairs } = this;
    for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) return pairs[i + 1]!;
    return '';
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
