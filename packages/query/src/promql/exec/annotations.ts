import { lineColumn, type SourceRange } from '../../lang/index.js';
import { formatDigits, formatShortest } from './go-float.js';

/** As many of each kind as the API sends. */
const MAX_SHOWN = 10;

/** Buckets of one classic histogram that were repaired at one step. */
export interface BucketRepair {
  /** Bounds of the lowest and the highest bucket whose count was lifted. */
  readonly lowest: number;
  readonly highest: number;
  /** By how much a count was lifted, at most. */
  readonly difference: number;
}

/** All repairs that one message is about. Times in ms since the epoch. */
interface Repairs extends BucketRepair {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly place: string;
}

/** Warnings and infos of one query, each once, with the place in the query they are about. */
export class Annotations {
  readonly #warnings = new Set<string>();
  readonly #infos = new Set<string>();
  readonly #repairs = new Map<string, Repairs>();
  readonly #places = new Map<SourceRange, string>();

  constructor(readonly query: string) {}

  warn(message: string, at: SourceRange): void {
    this.#warnings.add(`PromQL warning: ${message}${this.#place(at)}`);
  }

  info(message: string, at: SourceRange): void {
    this.#infos.add(`PromQL info: ${message}${this.#place(at)}`);
  }

  /** Of one message about repairs there is one info that tells how far they reached. */
  repaired(message: string, at: SourceRange, time: number, repair: BucketRepair): void {
    const place = this.#place(at);
    const key = `PromQL info: ${message}`;
    const before = this.#repairs.get(key + place) ?? { ...repair, first: time, last: time, count: 0, place };
    this.#repairs.set(key + place, {
      lowest: Math.min(before.lowest, repair.lowest),
      highest: Math.max(before.highest, repair.highest),
      difference: Math.max(before.difference, repair.difference),
      first: Math.min(before.first, time),
      last: Math.max(before.last, time),
      count: before.count + 1,
      place,
    });
  }

  #place(at: SourceRange): string {
    const known = this.#places.get(at);
    if (known !== undefined) return known;
    const { line, column } = lineColumn(this.query, at.start);
    const place = ` (${line}:${column})`;
    this.#places.set(at, place);
    return place;
  }

  get warnings(): string[] {
    return capped(this.#warnings, 'warning');
  }

  get infos(): string[] {
    const repairs = [...this.#repairs].map(([key, repair]) => describeRepairs(key, repair));
    return capped(new Set([...this.#infos, ...repairs]), 'info');
  }
}

function describeRepairs(key: string, { lowest, highest, difference, first, last, count, place }: Repairs): string {
  const message = key.slice(0, -place.length);
  const buckets = `from buckets ${formatShortest(lowest)} to ${formatShortest(highest)}`;
  const samples = `over ${count} samples from ${instant(first)} to ${instant(last)}`;
  return `${message}, ${buckets}, with a max diff of ${formatDigits(difference, 2)}, ${samples}${place}`;
}

/** Whole seconds as RFC 3339 has them. */
const instant = (ms: number): string => new Date(Math.trunc(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');

function capped(all: ReadonlySet<string>, kind: string): string[] {
  const shown = [...all].slice(0, MAX_SHOWN);
  if (all.size > MAX_SHOWN) shown.push(`${all.size - MAX_SHOWN} more ${kind} annotations omitted`);
  return shown;
}
