import type { Tenant } from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';
import type { AnyValue, KeyValue } from '../exec/any-value.js';
import type { FoundTrace, SpanSet } from '../found-trace.js';
import type { Executor } from '../plan/search-plan.js';
import { queryMetricsInstant, queryMetricsRange } from '../query-metrics.js';
import { searchTraces } from '../search.js';
import { storeSpans } from '../testkit/span-data.js';
import { parseScript, spanOfTime, timeAt, type MetricsEval, type NamedSpan, type SearchEval } from './notation.js';

export interface Outcome {
  readonly line: number;
  readonly query: string;
  /** What is wrong; '' when nothing is. */
  readonly problem: string;
}

let scripts = 0;

/** Runs a script on a tenant of its own for every `clear`. Every eval runs with every executor. */
export async function runScript(text: string, engine: TestEngine, executors: readonly Executor[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let world = new World();
  let pending: NamedSpan[] = [];
  for (const command of parseScript(text)) {
    if (command.kind === 'clear') world = new World();
    else if (command.kind === 'load') {
      pending.push(...command.spans);
      world.add(command.spans);
    } else {
      if (pending.length > 0)
        await storeSpans(
          engine,
          pending.map(({ span }) => ({ ...span, tenant: world.tenant })),
        );
      pending = [];
      for (const executor of executors) {
        const got =
          command.kind === 'search'
            ? await search(command, world, engine, executor)
            : await metrics(command, world, engine, executor);
        const problem = compare(got, command.expected);
        outcomes.push({
          line: command.line,
          query: command.query,
          problem: problem === '' ? '' : `[${executor}] ${problem}`,
        });
      }
    }
  }
  return outcomes;
}

/** Names of what was loaded since the last `clear`. */
class World {
  readonly tenant = `script-${++scripts}` as Tenant;
  readonly #traces = new Map<string, string>();
  readonly #spans = new Map<string, string>();

  add(spans: readonly NamedSpan[]): void {
    for (const { label, traceLabel, span } of spans) {
      const id = span.trace.replace(/^0+/, '');
      this.#traces.set(id, traceLabel);
      this.#spans.set(`${id} ${span.span.padStart(16, '0')} ${span.start}`, label);
    }
  }

  traceName = (id: string): string => this.#traces.get(id) ?? id;
  spanName = (traceId: string, spanId: string, start: string): string =>
    this.#spans.get(`${traceId} ${spanId} ${start}`) ?? spanId;
}

function compare(got: readonly string[], expected: readonly string[]): string {
  const wanted = expected.length === 1 && expected[0] === 'none' ? [] : expected;
  if (got.length === 1 && got[0]!.startsWith('fail ') && wanted.length === 1 && wanted[0]!.startsWith('fail ')) {
    return got[0]!.includes(wanted[0]!.slice('fail '.length)) ? '' : `got ${got[0]!}`;
  }
  return got.length === wanted.length && got.every((line, i) => sameLine(line, wanted[i]!))
    ? ''
    : `got\n    ${got.join('\n    ')}`;
}

/** Numbers may differ in their last digits. */
function sameLine(got: string, wanted: string): boolean {
  if (got === wanted) return true;
  const [a, b] = [got.split(' '), wanted.split(' ')];
  return (
    a.length === b.length &&
    a.every((word, i) => {
      const other = b[i]!;
      if (word === other) return true;
      const [x, y] = [Number(word), Number(other)];
      return word !== '' && other !== '' && Math.abs(x - y) <= 1e-3 * Math.max(Math.abs(x), Math.abs(y), 1e-9);
    })
  );
}

async function search(
  { options, query }: SearchEval,
  world: World,
  { runner }: TestEngine,
  executor: Executor,
): Promise<string[]> {
  const answer = await searchTraces(
    {
      tenant: world.tenant,
      tags: undefined,
      q: query,
      start: timeAt(options['from'] ?? '-1m'),
      end: timeAt(options['to'] ?? '10m'),
      limit: Number(options['limit'] ?? 20),
      spansPerSpanSet: Number(options['spss'] ?? 20),
      ...(options['order'] === 'duration' ? { order: 'duration' as const } : {}),
      ...(options['spans'] === undefined ? {} : { maxTraceSpans: Number(options['spans']) }),
      executor,
    },
    runner,
  );
  if (!answer.ok) return [`fail ${answer.error.message}`];
  const { traces, cutTraces, cursor, warnings } = answer.value;
  return [
    ...traces.map((trace) => traceLine(trace, world, options)),
    ...cutTraces.map((id) => `cut ${world.traceName(id.replace(/^0+/, ''))}`),
    ...(cursor === undefined
      ? []
      : [`more after ${world.traceName(cursor.slice(cursor.indexOf('-', 1) + 1).replace(/^0+/, ''))}`]),
    ...warnings.map((warning) => `warning ${warning}`),
  ];
}

function traceLine(trace: FoundTrace, world: World, options: SearchEval['options']): string {
  const sets = trace.spanSets.map((set) => setText(trace, set, world, options));
  const root = options['show'] === 'root' ? ` ${trace.rootServiceName}/${trace.rootTraceName}` : '';
  return `${world.traceName(trace.traceID)}:${root} ${sets.join(' | ')}`;
}

function setText(trace: FoundTrace, set: SpanSet, world: World, options: SearchEval['options']): string {
  const spans = set.spans.map((span) => {
    const label = world.spanName(trace.traceID, span.spanID, span.startTimeUnixNano);
    return options['show'] === 'attributes' ? label + labelsText(span.attributes) : label;
  });
  const matched = set.matched === set.spans.length ? [] : [`of ${set.matched}`];
  const attributes = set.attributes?.map(({ key, value }) => `[${key}=${valueText(value)}]`) ?? [];
  return [...spans, ...matched, ...attributes].join(' ');
}

const labelsText = (labels: readonly KeyValue[]): string =>
  `{${labels.map(({ key, value }) => `${key}=${valueText(value)}`).join(',')}}`;

function valueText(value: AnyValue): string {
  if ('stringValue' in value) return `"${value.stringValue}"`;
  if ('intValue' in value) return String(value.intValue);
  if ('doubleValue' in value) return `${String(value.doubleValue)}f`;
  if ('boolValue' in value) return String(value.boolValue);
  return Object.keys(value).length === 0 ? 'nil' : JSON.stringify(value);
}

async function metrics(
  { kind, options, query }: MetricsEval,
  world: World,
  { runner }: TestEngine,
  executor: Executor,
): Promise<string[]> {
  const request = {
    tenant: world.tenant,
    q: query,
    start: timeAt(options['from'] ?? '0s'),
    end: timeAt(options['to'] ?? '1m'),
    ...(options['step'] === undefined ? {} : { step: spanOfTime(options['step']) }),
    ...(options['series'] === undefined ? {} : { maxSeries: Number(options['series']) }),
    ...(options['weight'] === undefined ? {} : { weightAttribute: options['weight'] }),
    executor,
  };
  if (kind === 'instant') {
    const answer = await queryMetricsInstant(request, runner);
    if (!answer.ok) return [`fail ${answer.error.message}`];
    return answer.value.series.map(({ labels, value }) => `${labelsText(labels)} ${value}`);
  }
  const answer = await queryMetricsRange(request, runner);
  if (!answer.ok) return [`fail ${answer.error.message}`];
  const step = Number(request.step ?? 0n) / 1e6;
  const lines = answer.value.series.map(({ labels, samples, exemplars }) => {
    const from = Number(request.start / 1_000_000n);
    const to = Number(request.end / 1_000_000n);
    const values: string[] = [];
    if (step > 0) {
      for (let t = Math.floor(from / step) * step; t < to + step && t <= Math.ceil(to / step) * step; t += step) {
        values.push(String(samples.find((s) => s.timestampMs === t)?.value ?? '_'));
      }
    } else values.push(...samples.map((s) => String(s.value)));
    const shown =
      options['show'] === 'exemplars'
        ? exemplars
            .map((e) => ` (${e.value})`)
            .sort()
            .join('')
        : '';
    return `${labelsText(labels)} ${values.join(' ')}${shown}`;
  });
  return [...lines, ...(answer.value.partial === undefined ? [] : ['partial'])];
}
