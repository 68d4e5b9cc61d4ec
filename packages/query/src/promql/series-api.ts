import { err, ok, type Labels, type Millis, type Result, type Tenant } from '@bongsu/model';
import type { Matcher, SqlRunner } from '../lang/index.js';
import type { Select } from '../sql/index.js';
import { labelNamesSelect, labelValuesSelect, metadataSelect } from './compile/names.js';
import { seriesSelect } from './compile/series.js';
import { failureError, type PromError } from './exec/eval-error.js';
import { compareLabels, LabelSet } from './exec/label-set.js';
import { RowBinaryReader } from '../lang/index.js';
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
  if (names.value.length === 0) {
    // A series may have no label but its name.
    const any = await texts(labelValuesSelect(METRIC_NAME, request, request.matchers, 1), runner, signal);
    return any.ok ? ok(listed(any.value.length > 0 ? [METRIC_NAME] : [], request.limit)) : any;
  }
  return ok(listed([...names.value, METRIC_NAME].sort(), request.limit));
}

/** Values of a label, sorted by their UTF-8 bytes. */
export async function labelValues(
  request: SeriesRequest & { readonly label: string },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<Listed<string>, PromError>> {
  const wanted = request.limit ? request.limit + 1 : undefined;
  const values = await texts(labelValuesSelect(request.label, request, request.matchers, wanted), runner, signal);
  return values.ok ? ok(listed(values.value, request.limit)) : values;
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
  const { tenant, metric, limit, limitPerMetric } = request;
  const names = metric === undefined ? [] : ['', '_bucket', '_sum', '_count'].map((part) => metric + part);
  const anyOf = names.map((value): Matcher[] => [{ name: METRIC_NAME, op: '=', value }]);
  const answer = await runner.rows(metadataSelect({ tenant }, anyOf), signal);
  if (!answer.ok) return err(failureError(answer.error, signal));
  const families = new Map<string, FamilyMetadata[]>();
  for (const row of answer.value as readonly (readonly string[])[]) {
    const [name, type, unit, help] = row as [string, string, string, string];
    if (type === 'unknown' && unit === '' && help === '') continue;
    const part = PARTS[type];
    const family = part ? name.replace(part, '') : name;
    if (metric !== undefined && family !== metric) continue;
    const known = families.get(family);
    if (!known) {
      if (limit && families.size >= limit) continue;
      families.set(family, [{ type, unit, help }]);
    } else if (!known.some((k) => k.type === type && k.unit === unit && k.help === help)) {
      if (!limitPerMetric || known.length < limitPerMetric) known.push({ type, unit, help });
    }
  }
  return ok(families);
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
