import { valueToJson, LabelSet, type Value } from '@bongsu/query/promql';
import {
  almostEqual,
  compareAnnotations,
  customBucketSeries,
  matches,
  parseScript,
  storedHints,
  type Eval,
  type Item,
  type Load,
  type SeriesLine,
  type Span,
} from '@bongsu/query/promql/script';
import { millis } from '@bongsu/model';
import { remoteWrite, type SentSample } from './remote-write.js';

/** What of an answer of Prometheus' API is compared. */
interface Answer {
  readonly status: 'success' | 'error';
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: unknown };
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

export interface ScriptResult {
  readonly evaluations: number;
  /** A line for each evaluation that went wrong. */
  readonly wrong: readonly string[];
}

let scripts = 0;

/** Runs a script against a server: a tenant of its own for every `clear`, so that one server serves all. */
export async function runOverHttp(text: string, url: string): Promise<ScriptResult> {
  let tenant = `script-${++scripts}`;
  let evaluations = 0;
  const wrong: string[] = [];
  for (const command of parseScript(text)) {
    if (command.kind === 'clear') tenant = `script-${++scripts}`;
    else if (command.kind === 'load') await load(command, url, tenant);
    else {
      evaluations++;
      const problem = await evaluate(command, url, tenant);
      if (problem !== undefined) wrong.push(`${command.line} ${command.query}\n    ${problem}`);
    }
  }
  return { evaluations, wrong };
}

async function load(command: Load, url: string, tenant: string): Promise<void> {
  const made = command.histograms ? customBucketSeries(command.series) : [];
  const lines = [...command.series, ...made].filter(({ items }) => items.some((item) => item !== 'none'));
  const series = lines.map((line) => ({ labels: line.labels.toLabels(), samples: samplesOf(line, command.step) }));
  if (series.length === 0) return;
  const written = await remoteWrite(url, tenant, series);
  const sent = series.flatMap(({ samples }) => samples);
  const histograms = sent.filter(({ value }) => typeof value === 'object').length;
  const expected = { samples: sent.length - histograms, histograms };
  if (written.samples !== expected.samples || written.histograms !== expected.histograms) {
    throw new Error(`line ${command.line}: sent ${JSON.stringify(expected)}, written ${JSON.stringify(written)}`);
  }
}

function samplesOf({ items, starts }: SeriesLine, step: number): readonly SentSample[] {
  const hints = storedHints(items);
  return items.flatMap((item: Item, i): SentSample[] => {
    if (item === 'none') return [];
    const time = i * step;
    const offset = starts?.[i];
    const value = typeof item === 'object' ? { ...item.histogram, hint: hints[i]! } : item;
    return [offset === undefined ? { time, value } : { time, value, start: time + offset }];
  });
}

async function ask(url: string, tenant: string, query: string, at: number | Span): Promise<Answer> {
  const seconds = (ms: number): string => String(ms / 1000);
  const times =
    typeof at === 'number'
      ? { time: seconds(at) }
      : { start: seconds(at.start), end: seconds(at.end), step: seconds(at.step) };
  const path = typeof at === 'number' ? 'query' : 'query_range';
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'x-scope-orgid': tenant },
    body: new URLSearchParams({ query, ...times }),
  });
  return (await response.json()) as Answer;
}

async function evaluate(command: Eval, url: string, tenant: string): Promise<string | undefined> {
  const answer = await ask(url, tenant, command.query, command.at);
  if (command.fail) {
    if (answer.status === 'success') return 'did not fail';
    const error = (answer.error ?? '').replace(/^invalid parameter "query": /, '');
    return matches(error, command.fail) ? undefined : `failed with ${error}`;
  }
  if (answer.status !== 'success') return `failed with ${answer.error ?? 'no text'}`;
  return (
    compareAnnotations('warning', answer.warnings ?? [], command.warn) ??
    compareAnnotations('info', answer.infos ?? [], command.info) ??
    compareData(answer.data!, command)
  );
}

function compareData({ resultType, result }: NonNullable<Answer['data']>, expected: Eval): string | undefined {
  const got = `got ${resultType} ${JSON.stringify(result).slice(0, 500)}`;
  if (expected.text !== undefined) {
    return resultType === 'string' && (result as [number, string])[1] === expected.text ? undefined : got;
  }
  if (expected.scalar !== undefined) {
    return resultType === 'scalar' && same((result as [number, string])[1], String(expected.scalar)) ? undefined : got;
  }
  const wanted = (JSON.parse(valueToJson(expectedValue(expected))) as { result: Row[] }).result;
  const actual = result as Row[];
  if (actual.length !== wanted.length) return `${actual.length} series instead of ${wanted.length}; ${got}`;
  for (const [i, row] of wanted.entries()) {
    const key = keyOf(row);
    const own = expected.ordered ? actual[i]! : actual.find((one) => keyOf(one) === key);
    if (own === undefined || !same(own, row)) return `no ${JSON.stringify(row).slice(0, 300)}; ${got}`;
  }
  return undefined;
}

interface Row {
  readonly metric: Readonly<Record<string, string>>;
}

const keyOf = ({ metric }: Row): string => JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What the script says as a value of the API's. */
function expectedValue({ rows, at, matrix }: Eval): Value {
  const span: Span = matrix ?? (typeof at === 'number' ? { start: at, end: at, step: 1 } : at);
  const listed = rows.map(({ labels, items }) => ({
    labels,
    points: items.flatMap((item, i) => (typeof item === 'string' ? [] : [[span.start + i * span.step, item] as const])),
  }));
  const some = listed.filter(({ points }) => points.length > 0);
  if (typeof at === 'number' && !matrix) {
    const samples = some.flatMap(({ labels, points }) =>
      points.map(([time, item]) => {
        const sample = { labels: LabelSet.of(labels.entries()), time: millis(time), value: 0 };
        return typeof item === 'number' ? { ...sample, value: item } : { ...sample, histogram: item.histogram };
      }),
    );
    return { type: 'vector', samples };
  }
  const series = some.map(({ labels, points }) => ({
    labels: LabelSet.of(labels.entries()),
    times: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, item]) => (typeof item === 'number' ? item : 0)),
    histograms: points.map(([, item]) => (typeof item === 'number' ? undefined : item.histogram)),
  }));
  return { type: 'matrix', series };
}

/** Whether two parts of answers are the same; texts of numbers within the tolerance of scripts. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b || almostEqual(numberOf(a), numberOf(b));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]));
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
    return Object.keys(x).length === Object.keys(y).length && Object.keys(x).every((key) => same(x[key], y[key]));
  }
  return a === b;
}

const numberOf = (text: string): number => (/^[+-]Inf/.test(text) ? (text.startsWith('-') ? -1 : 1) / 0 : Number(text));
