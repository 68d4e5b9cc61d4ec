import { err, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, QueryFailure, SqlRunner } from '../lang/index.js';
import type { Select } from '../sql/index.js';
import { labelNamesSelect, labelValuesSelect, metadataSelect } from './compile/names.js';
import { seriesSelect } from './compile/series.js';
import { failureError, type PromError } from './exec/eval-error.js';
import { compareLabels, LabelSet } from './exec/label-set.js';
import { RowBinaryReader } from '../lang/index.js';
import type { SeriesSource } from './series-source.js';
import { METRIC_NAME } from './syntax/index.js';

/** Which series a request is about. */
export interface SeriesRequest {
  readonly tenant: Tenant;
  /** Series that fit all matchers of any list; none for every series. */
  readonly matchers: readonly (readonly Matcher[])[];
  /** Inclusive, by whole UTC days; a missing bound is open. */
  readonly start?: Millis;
  readonly end?: Millis;
  /** As many results as this at most; 0 or none for all. */
  readonly limit?: number;
  /** Series besides those that are stored. */
  readonly source?: SeriesSource;
}

/** Results, and the warning that there are more than were asked for. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly warnings: readonly string[];
}

/** Names of labels, sorted, `__name__` among them where there are series. */
export async function labelNames(
  request: SeriesRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Listed<string>, PromError>> {
  const names = await texts(labelNamesSelect(request, request.matchers), runner, signal);
  if (!names.ok) return names;
  const made = await ofSource((source) => source.labelNames(request, runner, signal), request, signal);
  if (!made.ok) return made;
  if (names.value.length === 0) {
    // A series may have no label but its name.
    const any = await texts(labelValuesSelect(METRIC_NAME, request, request.matchers, 1), runner, signal);
    if (!any.ok) return any;
    if (any.value.length === 0) return ok(listed(merged([], made.value), request.limit));
  }
  return ok(listed(merged([...names.value, METRIC_NAME].sort(), made.value), request.limit));
}

/** Values of a label, sorted by their UTF-8 bytes. */
export async function labelValues(
  request: SeriesRequest & { readonly label: string },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Listed<string>, PromError>> {
  const wanted = request.limit ? request.limit + 1 : undefined;
  const values = await texts(labelValuesSelect(request.label, request, request.matchers, wanted), runner, signal);
  if (!values.ok) return values;
  const made = await ofSource((source) => source.labelValues(request, runner, signal), request, signal);
  return made.ok ? ok(listed(merged(values.value, made.value), request.limit)) : made;
}

/** Label sets of series, `__name__` included, sorted. */
export async function series(
  request: SeriesRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Listed<Labels>, PromError>> {
  const wanted = request.limit ? request.limit + 1 : undefined;
  const answer = await runner.binary(seriesSelect(request, request.matchers, wanted), signal);
  if (!answer.ok) return err(failureError(answer.error, signal));
  const reader = new RowBinaryReader(answer.value);
  const found: LabelSet[] = [];
  while (!reader.done) {
    reader.u64();
    const metric = reader.text();
    found.push(LabelSet.of([...reader.textMap(), [METRIC_NAME, metric]]));
  }
  const made = await ofSource((source) => source.series(request, runner, signal), request, signal);
  if (!made.ok) return made;
  const known = new Set(found.map(({ key }) => key));
  for (const labels of made.value.map((one) => LabelSet.ofLabels(one))) {
    if (!known.has(labels.key)) found.push(labels);
  }
  const { items, warnings } = listed(found.sort(compareLabels), request.limit);
  return ok({ items: items.map((labels) => labels.toLabels()), warnings });
}

/** What is known of a metric family. */
export interface FamilyMetadata {
  readonly type: string;
  readonly unit: string;
  readonly help: string;
}

export interface MetadataRequest {
  readonly tenant: Tenant;
  /** One family only. */
  readonly metric?: string;
  /** Families at most; 0 or none for all. */
  readonly limit?: number;
  /** Entries per family at most; 0 or none for all. */
  readonly limitPerMetric?: number;
  /** Metrics besides those that are stored. */
  readonly source?: SeriesSource;
  /** Families that targets describe, which count even when nothing is said of them. */
  readonly described?: readonly DescribedFamily[];
}

export interface DescribedFamily extends FamilyMetadata {
  /** The name of the family. */
  readonly metric: string;
}

const PARTS: Readonly<Record<string, RegExp>> = {
  histogram: /_(?:bucket|sum|count)$/,
  summary: /_(?:sum|count)$/,
};

/**
 * Type, unit and help by metric family: the parts of a histogram or summary are one family. Metrics of which nothing was
 * said are left out.
 */
export async function metadata(
  request: MetadataRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, readonly FamilyMetadata[]>, PromError>> {
  const { tenant, metric, limit, limitPerMetric, described = [] } = request;
  const names = metric === undefined ? [] : ['', '_bucket', '_sum', '_count'].map((part) => metric + part);
  const anyOf = names.map((value): Matcher[] => [{ name: METRIC_NAME, op: '=', value }]);
  const answer = await runner.rows(metadataSelect({ tenant }, anyOf), signal);
  if (!answer.ok) return err(failureError(answer.error, signal));
  const families = new Map<string, FamilyMetadata[]>();
  const add = (family: string, { type, unit, help }: FamilyMetadata): void => {
    if (metric !== undefined && family !== metric) return;
    const known = families.get(family);
    if (!known) {
      if (!limit || families.size < limit) families.set(family, [{ type, unit, help }]);
    } else if (!known.some((k) => k.type === type && k.unit === unit && k.help === help)) {
      if (!limitPerMetric || known.length < limitPerMetric) known.push({ type, unit, help });
    }
  };
  const made = await madeMetadata(request, runner, signal);
  if (!made.ok) return made;
  for (const row of [...(answer.value as readonly (readonly string[])[]), ...made.value]) {
    const [name, type, unit, help] = row as [string, string, string, string];
    if (type === 'unknown' && unit === '' && help === '') continue;
    const part = PARTS[type];
    add(part ? name.replace(part, '') : name, { type, unit, help });
  }
  for (const family of described) add(family.metric, family);
  return ok(families);
}

/** Name, type, unit and help of the source's metrics that there are. */
async function madeMetadata(
  { tenant, source }: MetadataRequest,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<readonly (readonly string[])[], PromError>> {
  const listing = { tenant, matchers: [], label: METRIC_NAME };
  const names = await ofSource((from) => from.labelValues(listing, runner, signal), { source }, signal);
  if (!names.ok) return names;
  const metrics = source?.metrics.filter(({ name }) => names.value.includes(name)) ?? [];
  return ok(metrics.map(({ name, type, unit, help }) => [name, type, unit, help]));
}

/** What the source of a request says, nothing where it has none. */
async function ofSource<T>(
  ask: (source: SeriesSource) => Promise<Result<readonly T[], QueryFailure>>,
  { source }: { readonly source?: SeriesSource | undefined },
  signal: AbortSignal | undefined,
): Promise<Result<readonly T[], PromError>> {
  if (source === undefined) return ok([]);
  const answer = await ask(source);
  return answer.ok ? answer : err(failureError(answer.error, signal));
}

/** Texts of both lists, once each, sorted by their UTF-8 bytes. The first list is sorted already. */
function merged(sorted: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0) return sorted;
  return [...new Set([...sorted, ...more])].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function texts(
  select: Select,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<readonly string[], PromError>> {
  const answer = await runner.rows(select, signal);
  return answer.ok ? ok(answer.value.map(([text]) => text as string)) : err(failureError(answer.error, signal));
}

function listed<T>(items: readonly T[], limit: number | undefined): Listed<T> {
  if (!limit || items.length <= limit) return { items, warnings: [] };
  return { items: items.slice(0, limit), warnings: ['results truncated due to limit'] };
}
