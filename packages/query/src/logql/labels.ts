import { ok, sortedPairs, type Labels, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../lang/index.js';
import { call, col, param, type Expr, type Select } from '../sql/index.js';
import { compileStreams, streamCondition } from './compile/streams.js';
import { refused, unsupported, type LogqlError } from './error.js';
import { matchingStreams } from './exec/stream-set.js';
import type { LabelMatch } from './plan/nodes.js';
import { planSelector } from './plan/plan.js';
import { checkSelector, parseMatchers, printLabels, type Selector } from './syntax/index.js';

export interface LabelsRequest {
  readonly tenant: Tenant;
  /** [start, end), widened to whole UTC days. */
  readonly start: Nanos;
  readonly end: Nanos;
  /** A selector's text such as `{app="x"}`; none, '' and `{}` take every stream. */
  readonly matchers?: string;
}

/** Names of stream labels, sorted. Internal names (`__*__`) are left out. */
export async function labelNames(
  request: LabelsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<string[], LogqlError>> {
  const names = await distinct(
    request,
    call('arrayJoin', call('mapKeys', col('labels'))),
    (labels) => Object.keys(labels),
    runner,
    signal,
  );
  return names.ok ? ok(names.value.filter((name) => !/^__.*__$/.test(name))) : names;
}

/** Values of one stream label, sorted; none for a name that is no label. */
export async function labelValues(
  request: LabelsRequest & { readonly name: string },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<string[], LogqlError>> {
  const { name } = request;
  const values = await distinct(
    request,
    call('arrayElement', col('labels'), param('String', name)),
    (labels) => (Object.hasOwn(labels, name) ? [labels[name]!] : []),
    runner,
    signal,
  );
  return values.ok ? ok(values.value.filter((value) => value !== '')) : values;
}

/** Label sets of the streams that any of the selectors takes, each once, sorted by their text. */
export async function series(
  request: Omit<LabelsRequest, 'matchers'> & { readonly matchers?: readonly string[] },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Labels[], LogqlError>> {
  const found = new Map<string, Labels>();
  for (const text of request.matchers?.length ? request.matchers : ['']) {
    const labels = matchesOf(text);
    if (!labels.ok) return labels;
    const streams = await matchingStreams(request, labels.value, runner, undefined, signal);
    if (!streams.ok) return streams;
    for (const stream of streams.value) {
      found.set(printLabels(stream.labels), Object.fromEntries(sortedPairs(stream.labels)));
    }
  }
  return ok([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, labels]) => labels));
}

/** Reads and checks a selector; '' takes everything, as `{}` does. */
export function parseSelector(text: string): Result<Selector, LogqlError> {
  if (text.trim() === '') return ok({ kind: 'selector', matchers: [], range: { start: 0, end: 0 } });
  const parsed = parseMatchers(text);
  if (!parsed.ok) return refused(text, parsed.error);
  const fault = checkSelector(parsed.value);
  return fault ? refused(text, fault) : ok(parsed.value);
}

/** The selector as label matches; ids are no labels, so a matcher on them is refused. */
export function matchesOf(text: string): Result<readonly LabelMatch[], LogqlError> {
  const selector = parseSelector(text);
  if (!selector.ok) return selector;
  const id = selector.value.matchers.find((m) => m.name === 'trace_id' || m.name === 'span_id');
  if (id) {
    const message = `${id.name} selects lines, not streams: it is not supported here`;
    return unsupported(text, { message, range: id.range });
  }
  return ok(planSelector(selector.value, 'auto').labels);
}

/** The distinct texts of `expr` over matching streams, sorted; `pick` says the same of one stream's labels. */
async function distinct(
  request: LabelsRequest,
  expr: Expr,
  pick: (labels: Labels) => readonly string[],
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<string[], LogqlError>> {
  const labels = matchesOf(request.matchers ?? '');
  if (!labels.ok) return labels;
  if (labels.value.some((l) => l.placement === 'memory')) {
    const streams = await matchingStreams(request, labels.value, runner, undefined, signal);
    return streams.ok ? ok(sortedTexts(streams.value.flatMap((s) => pick(s.labels)))) : streams;
  }
  const { from, where } = compileStreams(streamCondition(request, labels.value));
  const select: Select = { columns: [{ expr }], distinct: true, from: from!, where: where! };
  const rows = await runner.rows(select, signal);
  return rows.ok ? ok(sortedTexts(rows.value.map((row) => row[0] as string))) : rows;
}

const sortedTexts = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
