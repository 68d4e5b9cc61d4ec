import { err, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { allOf, daysWithin, type QueryFailure, type SqlRunner } from '../lang/index.js';
import { and, call, col, infix, lit, param, RESOURCES, SPANS, subquery, type Expr, type Select } from '../sql/index.js';
import { compileSpans, ConditionCompiler, isPrefilter } from './compile/condition.js';
import { ofTenant, type SpanScope } from './compile/scope.js';
import type { TraceqlError } from './error.js';
import { KIND_NAMES, lenientFilter, parseField, STATUS_NAMES, type Field } from './syntax/index.js';

export interface TagsRequest {
  readonly tenant: Tenant;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Names of each scope at most; none when not given. */
  readonly limit?: number;
}

export type TagScope = 'span' | 'resource' | 'intrinsic';

/** Names of a scope, sorted: an element of the v2 answer. */
export interface ScopedTags {
  readonly name: TagScope;
  readonly tags: readonly string[];
}

/** Tempo's list (v2, scope `intrinsic`), all of which its own clients offer. */
const INTRINSIC_TAGS = (
  'duration event:name event:timeSinceStart instrumentation:name instrumentation:version kind link:spanID ' +
  'link:traceID name rootName rootServiceName span:duration span:id span:kind span:name span:parentID span:status ' +
  'span:statusMessage status statusMessage trace:duration trace:id trace:rootName trace:rootService traceDuration'
).split(' ');

/** Attribute names by scope. The v1 answer is `flatTagNames` of it. */
export async function tagNames(
  request: TagsRequest & { readonly scope?: TagScope },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ScopedTags[], TraceqlError>> {
  const { scope } = request;
  const answer: ScopedTags[] = [];
  const keys = call('arrayJoin', call('mapKeys', col('attributes')));
  if (scope === undefined || scope === 'resource') {
    const tags = await texts(
      compileDistinct(RESOURCES.name, [keys], usedResources(request, undefined), request.limit),
      runner,
      signal,
    );
    if (!tags.ok) return tags;
    answer.push({ name: 'resource', tags: tags.value });
  }
  if (scope === undefined || scope === 'span') {
    const tags = await texts(
      compileDistinct(SPANS.name, [keys], compileSpans(request, undefined), request.limit),
      runner,
      signal,
    );
    if (!tags.ok) return tags;
    answer.push({ name: 'span', tags: tags.value });
  }
  if (scope === undefined || scope === 'intrinsic') answer.push({ name: 'intrinsic', tags: INTRINSIC_TAGS });
  return ok(answer);
}

/** Attribute names of every scope, each once, sorted: the v1 answer. */
export function flatTagNames(scopes: readonly ScopedTags[]): string[] {
  return [...new Set(scopes.filter((s) => s.name !== 'intrinsic').flatMap((s) => s.tags))].sort();
}

/** An element of the v2 answer; v1 shows `value` alone. */
export interface TagValue {
  readonly type: 'string' | 'int' | 'float' | 'bool' | 'keyword';
  readonly value: string;
}

export interface TagValuesRequest extends TagsRequest {
  /** v2: an intrinsic, `.x`, `span.x` or `resource.x`. v1: the bare name of an attribute or intrinsic. */
  readonly tag: string;
  readonly version: 1 | 2;
  /** Only of spans that pass; what cannot be read is ignored, as clients send it while it is being typed. */
  readonly q?: string;
}

/** Distinct values of a tag, sorted. None for durations and ids. */
export async function tagValues(
  request: TagValuesRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<TagValue[], TraceqlError>> {
  const { tag, version, limit } = request;
  const field = fieldOf(tag, version);
  if (field === undefined) {
    const message = `please provide a valid tagName: failed to parse identifier ${tag}`;
    return err({ kind: 'parse', message });
  }
  const condition = lenientCondition(request.q, request);
  if (field.kind === 'intrinsic') return intrinsicValues(field.name, request, condition, runner, signal);

  const found: TagValue[] = [];
  const inSpans = compileSpans(request, condition);
  if (field.scope !== 'resource') {
    const values = await typedValues(SPANS.name, field.name, inSpans, limit, runner, signal);
    if (!values.ok) return values;
    found.push(...values.value);
  }
  if (field.scope !== 'span') {
    const values =
      field.name === 'service.name'
        ? await stringValues(compileDistinct(SPANS.name, [col('service')], inSpans, limit), runner, signal)
        : await typedValues(RESOURCES.name, field.name, usedResources(request, condition), limit, runner, signal);
    if (!values.ok) return values;
    found.push(...values.value);
  }
  const distinct = new Map(found.map((v) => [`${v.type} ${v.value}`, v]));
  return ok([...distinct.values()].sort(byValue).slice(0, limit));
}

const byValue = (a: TagValue, b: TagValue): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.type < b.type ? -1 : 1;

function fieldOf(tag: string, version: 1 | 2): Field | undefined {
  const field = parseField(tag);
  if (field || version === 2 || tag === '') return field;
  return { kind: 'attribute', scope: 'any', name: tag, range: { start: 0, end: tag.length } };
}

/** Restricts as far as what was typed is understood and the engine evaluates it. */
function lenientCondition(q: string | undefined, scope: SpanScope): Expr | undefined {
  const filter = q === undefined ? undefined : lenientFilter(q);
  const compiled = filter && new ConditionCompiler(scope).compile(filter);
  return compiled && isPrefilter(compiled) ? compiled.sql : undefined;
}

async function intrinsicValues(
  name: Extract<Field, { kind: 'intrinsic' }>['name'],
  request: TagValuesRequest,
  condition: Expr | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TagValue[], QueryFailure>> {
  const keywords = (names: readonly string[]): Result<TagValue[], never> =>
    ok([...names].sort().map((value) => ({ type: 'keyword', value })));
  switch (name) {
    case 'status':
      return keywords(STATUS_NAMES);
    case 'kind':
      return keywords(KIND_NAMES);
    case 'name':
    case 'statusMessage': {
      const column = col(name === 'name' ? 'name' : 'status_message');
      const where = and([compileSpans(request, condition), infix(column, '!=', lit(''))])!;
      return stringValues(compileDistinct(SPANS.name, [column], where, request.limit), runner, signal);
    }
    default:
      return ok([]);
  }
}

/** Resources of the scope that spans which pass the condition refer to. */
function usedResources(scope: SpanScope, condition: Expr | undefined): Expr {
  const used: Select = {
    columns: [{ expr: col('resource') }],
    distinct: true,
    from: { kind: 'table', name: SPANS.name },
    where: compileSpans(scope, condition),
  };
  return allOf([
    ofTenant(scope),
    daysWithin('day', scope.start, scope.end),
    infix(col('fingerprint'), 'IN', subquery(used)),
  ])!;
}

function compileDistinct(table: string, exprs: readonly Expr[], where: Expr, limit: number | undefined): Select {
  return {
    columns: exprs.map((expr) => ({ expr })),
    distinct: true,
    from: { kind: 'table', name: table },
    where,
    orderBy: exprs.map((expr) => ({ expr, direction: 'ASC' })),
    ...(limit === undefined ? {} : { limit }),
  };
}

async function texts(
  select: Select,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<string[], QueryFailure>> {
  const rows = await runner.rows(select, signal);
  return rows.ok ? ok(rows.value.map((row) => row[0] as string)) : rows;
}

async function stringValues(
  select: Select,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TagValue[], QueryFailure>> {
  const values = await texts(select, runner, signal);
  return values.ok ? ok(values.value.map((value) => ({ type: 'string', value }))) : values;
}

const TYPE_OF_LETTER: Readonly<Record<string, TagValue['type']>> = { s: 'string', i: 'int', d: 'float', b: 'bool' };

async function typedValues(
  table: string,
  name: string,
  where: Expr,
  limit: number | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TagValue[], QueryFailure>> {
  const key = param('String', name);
  const place = call('indexOf', call('mapKeys', col('attributes')), key);
  const exprs = [
    call('arrayElement', col('attributes'), key),
    call('substring', col('attribute_types'), place, lit(1)),
  ];
  const present = and([where, call('mapContains', col('attributes'), key)])!;
  const rows = await runner.rows(compileDistinct(table, exprs, present, limit), signal);
  if (!rows.ok) return rows;
  // Lists and bytes have no form a query could compare them in.
  return ok(
    (rows.value as [string, string][]).flatMap(([value, letter]) => {
      const type = TYPE_OF_LETTER[letter === '' ? 's' : letter];
      return type === undefined ? [] : [{ type, value }];
    }),
  );
}
