import { familiesText } from './family-text.js';
import type { HistogramSnapshot, MetricFamily, Values } from './metric-family.js';

interface Metric {
  readonly name: string;
  /** As it is now. */
  family(): MetricFamily;
}

/** Separates label values inside a map key; cannot stand in a label value that we make. */
const SEPARATOR = '\u0000';

export class Counter implements Metric {
  readonly #values = new Map<string, number>();

  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly string[],
  ) {
    if (labels.length === 0) this.#values.set('', 0);
  }

  add(amount: number, ...values: Values): void {
    const key = values.join(SEPARATOR);
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  value(...values: Values): number {
    return this.#values.get(values.join(SEPARATOR)) ?? 0;
  }

  entries(): readonly (readonly [Values, number])[] {
    return [...this.#values].map(([key, value]) => [key.split(SEPARATOR), value] as const);
  }

  family(): MetricFamily {
    const { name, help, labels } = this;
    return { name, help, labels, type: 'counter', series: this.entries() };
  }
}

/** A gauge that is read when somebody asks. */
class Gauge implements Metric {
  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly string[],
    readonly type: 'gauge' | 'counter',
    readonly read: () => Iterable<readonly [Values, number]>,
  ) {}

  family(): MetricFamily {
    const { name, help, labels, type } = this;
    return { name, help, labels, type, series: [...this.read()] };
  }
}

/** Somebody else's histogram. */
class ForeignHistogram implements Metric {
  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly string[],
    readonly bounds: readonly number[],
    readonly read: () => Iterable<readonly [Values, HistogramSnapshot]>,
  ) {}

  family(): MetricFamily {
    const { name, help, labels, bounds } = this;
    return { name, help, labels, type: 'histogram', bounds, series: [...this.read()] };
  }
}

interface Buckets {
  readonly counts: number[];
  sum: number;
  count: number;
}

export class Histogram implements Metric {
  readonly #values = new Map<string, Buckets>();

  /** @param bounds upper bounds, inclusive, ascending, without +Inf. */
  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly string[],
    readonly bounds: readonly number[],
  ) {}

  observe(value: number, ...values: Values): void {
    const key = values.join(SEPARATOR);
    let buckets = this.#values.get(key);
    if (buckets === undefined) {
      buckets = { counts: this.bounds.map(() => 0), sum: 0, count: 0 };
      this.#values.set(key, buckets);
    }
    const at = this.bounds.findIndex((bound) => value <= bound);
    if (at >= 0) buckets.counts[at]!++;
    buckets.sum += value;
    buckets.count++;
  }

  family(): MetricFamily {
    const { name, help, labels, bounds } = this;
    const series = [...this.#values].map(([key, { counts, sum, count }]) => {
      let cumulative = 0;
      return [key.split(SEPARATOR), { buckets: counts.map((each) => (cumulative += each)), sum, count }] as const;
    });
    return { name, help, labels, type: 'histogram', bounds, series };
  }
}

/** The server's own metrics. Names are given once. */
export class MetricRegistry {
  readonly #metrics: Metric[] = [];

  #add<M extends Metric>(metric: M): M {
    if (this.#metrics.some(({ name }) => name === metric.name)) throw new Error(`BUG: metric ${metric.name} twice`);
    this.#metrics.push(metric);
    return metric;
  }

  counter(name: string, help: string, labels: readonly string[] = []): Counter {
    return this.#add(new Counter(name, help, labels));
  }

  histogram(name: string, help: string, labels: readonly string[], bounds: readonly number[]): Histogram {
    return this.#add(new Histogram(name, help, labels, bounds));
  }

  gauge(name: string, help: string, read: () => number): void {
    this.#add(new Gauge(name, help, [], 'gauge', () => [[[], read()]]));
  }

  gauges(
    name: string,
    help: string,
    labels: readonly string[],
    read: () => Iterable<readonly [Values, number]>,
    type: 'gauge' | 'counter' = 'gauge',
  ): void {
    this.#add(new Gauge(name, help, labels, type, read));
  }

  histograms(
    name: string,
    help: string,
    labels: readonly string[],
    bounds: readonly number[],
    read: () => Iterable<readonly [Values, HistogramSnapshot]>,
  ): void {
    this.#add(new ForeignHistogram(name, help, labels, bounds, read));
  }

  families(): readonly MetricFamily[] {
    return this.#metrics.map((metric) => metric.family());
  }

  text(): string {
    return familiesText(this.families());
  }
}
