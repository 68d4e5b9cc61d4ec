import { err, ok, type MetricType, type Result } from '@bongsu/model';
import type { ExposedExemplar, ExpositionError, ExpositionHandler } from './handler.js';
import { parseExposedFloat } from './float.js';
import { unquotedName } from './prometheus-text.js';
import { parseSeries, seriesEnd } from './series-text.js';

const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['gaugehistogram', 'gaugehistogram'],
  ['summary', 'summary'],
  ['info', 'info'],
  ['stateset', 'stateset'],
  ['unknown', 'unknown'],
]);

const METADATA = /^# (HELP|TYPE|UNIT) ("(?:[^"\\]|\\.)*"|[^ "]+)(?: (.*))?$/;

/**
 * Reads OpenMetrics text (0.0.1 and 1.0.0). Times are seconds. `# EOF` must be the last line; blank lines are refused;
 * exemplars stand after ` # `. `_created` series of counters, histograms and summaries are start times too.
 */
export function readOpenMetricsText(text: string, handler: ExpositionHandler): Result<void, ExpositionError> {
  const reader = new Reader(handler);
  let line = 0;
  for (let at = 0; at < text.length;) {
    line++;
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    const problem = reader.line(text, at, end);
    if (problem !== '') return err({ line, message: problem });
    at = end + 1;
  }
  if (!reader.ended) return err({ line, message: 'data does not end with # EOF' });
  return ok(undefined);
}

class Reader {
  ended = false;
  readonly #handler: ExpositionHandler;
  #family = '';
  #type: MetricType | undefined;
  #unit = '';

  constructor(handler: ExpositionHandler) {
    this.#handler = handler;
  }

  /** '' or what is wrong. */
  line(text: string, from: number, end: number): string {
    if (this.ended) return 'unexpected data after # EOF';
    if (from === end) return 'a blank line is not allowed';
    return text.charCodeAt(from) === 35 ? this.#metadata(text.slice(from, end)) : this.#sample(text, from, end);
  }

  #metadata(line: string): string {
    if (line === '# EOF') {
      this.ended = true;
      return '';
    }
    const match = METADATA.exec(line);
    if (match === null) return `unexpected ${JSON.stringify(line.slice(0, 40))}: expected HELP, TYPE, UNIT or EOF`;
    const family = unquotedName(match[2]!);
    const rest = match[3];
    if (rest === undefined) return `expected text in ${match[1]!} of ${family}`;
    if (family !== this.#family) {
      this.#family = family;
      this.#type = undefined;
      this.#unit = '';
    }
    switch (match[1]) {
      case 'HELP':
        this.#handler.metadata(family, {
          help: rest.replace(/\\([\\n"])/g, (_, c: string) => (c === 'n' ? '\n' : c)),
        });
        return '';
      case 'UNIT':
        if (rest !== '' && !family.endsWith(`_${rest}`)) {
          return `unit ${JSON.stringify(rest)} is not a suffix of metric ${JSON.stringify(family)}`;
        }
        this.#unit = rest;
        this.#handler.metadata(family, { unit: this.#unit });
        return '';
      default: {
        const type = TYPES.get(rest);
        if (type === undefined) return `invalid metric type ${JSON.stringify(rest)} of ${family}`;
        this.#type = type;
        this.#handler.metadata(family, { type });
        return '';
      }
    }
  }

  #sample(text: string, from: number, end: number): string {
    const after = seriesEnd(text, from, end);
    if (after < 0) return 'the labels are not closed with }';
    const series = text.slice(from, after);
    if (text.charCodeAt(after) !== 32) return `expected a blank and a value after ${series}`;
    const hash = exemplarStart(text, after, end);
    const [value = '', time, ...more] = text.slice(after + 1, hash < 0 ? end : hash).split(' ');
    if (more.length > 0) return `unexpected ${JSON.stringify(more.join(' '))} after the time of ${series}`;
    const number = parseExposedFloat(value);
    if (number === undefined) return `${series}: ${JSON.stringify(value)} is not a number`;
    const timestampMs = time === undefined ? undefined : seconds(time);
    if (time !== undefined && timestampMs === undefined) {
      return `${series}: ${JSON.stringify(time)} is not a time in seconds`;
    }
    // The series itself is kept as well: Prometheus stores `_created` like any other.
    if (this.#isCreated(series)) this.#handler.created?.(series, Math.trunc(number * 1000));
    if (hash < 0) {
      this.#handler.sample(series, number, timestampMs, undefined);
      return '';
    }
    const exemplar = readExemplar(text.slice(hash + 3, end));
    if (!exemplar.ok) return `exemplar of ${series}: ${exemplar.error}`;
    this.#handler.sample(series, number, timestampMs, exemplar.value);
    return '';
  }

  /** `foo_created` of a family `foo` whose type has start times. */
  #isCreated(series: string): boolean {
    if (this.#type !== 'counter' && this.#type !== 'histogram' && this.#type !== 'summary') return false;
    const name = `${this.#family}_created`;
    if (!series.startsWith(name)) return series.startsWith('{') && series.startsWith(`{"${name}"`);
    const next = series[name.length];
    return next === undefined || next === '{' || next === ' ';
  }
}

/** The index of ` # ` after the labels, or -1. */
function exemplarStart(text: string, from: number, end: number): number {
  const at = text.indexOf(' # ', from);
  return at < 0 || at >= end ? -1 : at;
}

function seconds(text: string): number | undefined {
  const value = parseExposedFloat(text);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  // Cut, not rounded, as Prometheus does.
  return Math.trunc(value * 1000);
}

/** `{trace_id="x"} 0.67 1520879607.789` */
function readExemplar(text: string): Result<ExposedExemplar, string> {
  const after = seriesEnd(text, 0, text.length);
  if (!text.startsWith('{') || after < 0) return err('expected a label set');
  const labels = parseSeries(`exemplar${text.slice(0, after)}`);
  if (!labels.ok) return labels;
  const [value = '', time, ...more] = text.slice(after).trimStart().split(' ');
  const number = parseExposedFloat(value);
  if (number === undefined || more.length > 0) return err(`${JSON.stringify(value)} is not a number`);
  if (time === undefined) return ok({ labels: labels.value.labels, value: number });
  const timestampMs = seconds(time);
  if (timestampMs === undefined) return err(`${JSON.stringify(time)} is not a time in seconds`);
  return ok({ labels: labels.value.labels, value: number, timestampMs });
}
