/** Label values in the order of the metric's label names. */
type Values = readonly string[];

interface Metric {
  readonly name: string;
  write(lines: string[]): void;
}

const escapeValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

function series(name: string, labels: readonly string[], values: Values, extra = ''): string {
  const pairs = labels.map((label, i) => `${label}="${escapeValue(values[i] ?? '')}"`);
  if (extra !== '') pairs.push(extra);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

function number(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
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

  write(lines: string[]): void {
    lines.push(`# HELP ${this.name} ${escapeHelp(this.help)}`, `# TYPE ${this.name} counter`);
    for (const [values, value] of this.entries()) {
      lines.push(`${series(this.name, this.labels, values)} ${number(value)}`);
    }
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

  write(lines: string[]): void {
    lines.push(`# HELP ${this.name} ${escapeHelp(this.help)}`, `# TYPE ${this.name} ${this.type}`);
    for (const [values, value] of this.read()) {
      lines.push(`${series(this.name, this.labels, values)} ${number(value)}`);
    }
  }
}

/** Somebody else's histogram as it is now; `buckets` are cumulative, without +Inf. */
export interface HistogramSnapshot {
  readonly buckets: readonly number[];
  readonly count: number;
  readonly sum: number;
}

class ForeignHistogram implements Metric {
  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly string[],
    readonly bounds: readonly number[],
    readonly read: () => Iterable<readonly [Values, HistogramSnapshot]>,
  ) {}

  write(lines: string[]): void {
    lines.push(`# HELP ${this.name} ${escapeHelp(this.help)}`, `# TYPE ${this.name} histogram`);
    for (const [values, { buckets, count, sum }] of this.read()) {
      this.bounds.forEach((bound, i) => {
        const bucket = series(`${this.name}_bucket`, this.labels, values, `le="${number(bound)}"`);
        lines.push(`${bucket} ${buckets[i] ?? 0}`);
      });
      lines.push(`${series(`${this.name}_bucket`, this.labels, values, 'le="+Inf"')} ${count}`);
      lines.push(`${series(`${this.name}_sum`, this.labels, values)} ${number(sum)}`);
      lines.push(`${series(`${this.name}_count`, this.labels, values)} ${count}`);
    }
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

  write(lines: string[]): void {
    lines.push(`# HELP ${this.name} ${escapeHelp(this.help)}`, `# TYPE ${this.name} histogram`);
    for (const [key, { counts, sum, count }] of this.#values) {
      const values = key.split(SEPARATOR);
      let cumulative = 0;
      this.bounds.forEach((bound, i) => {
        cumulative += counts[i]!;
        lines.push(`${series(`${this.name}_bucket`, this.labels, values, `le="${number(bound)}"`)} ${cumulative}`);
      });
      lines.push(`${series(`${this.name}_bucket`, this.labels, values, 'le="+Inf"')} ${count}`);
      lines.push(`${series(`${this.name}_sum`, this.labels, values)} ${number(sum)}`);
      lines.push(`${series(`${this.name}_count`, this.labels, values)} ${count}`);
    }
  }
}

/** The server's own metrics, in Prometheus' text format 0.0.4. Names are given once. */
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

  text(): string {
    const lines: string[] = [];
    for (const metric of this.#metrics) metric.write(lines);
    return `${lines.join('\n')}\n`;
  }
}
