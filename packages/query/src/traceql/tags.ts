import { err, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { allOf, daysWithin, type QueryFailure, type SqlRunner } from '../lang/index.js';
import {
  and,
  call,
  col,
  infix,
  lambda,
  lit,
  param,
  RESOURCES,
  SPANS,
  subquery,
  TRACES,
  type Expr,
  type Select,
} from '../sql/index.js';
import { compileSpans, ConditionCompiler, isPrefilter } from './compile/condition.js';
import { ofTenant, type SpanScope } from './compile/scope.js';
import type { TraceqlError } from './error.js';
import { KIND_NAMES, lenientFilter, parseField, STATUS_NAMES, whyNoField, type Field } from './syntax/index.js';

export interface TagsRequest {
  readonly tenant: Tenant;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Names of each scope at most; none when not given. */
  readonly limit?: number;
  /** Only of spans that pass; what cannot be read is ignored, as clients send it while it is being typed. */
  readonly q?: string;
}

export type TagScope = 'span' | 'resource' | 'intrinsic' | 'event' | 'link' | 'instrumentation';

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

/** Attribute names by scope; the intrinsics are always there. The v1 answer is `flatTagNames` of it. */
export async function tagNames(
  request: TagsRequest & { readonly scope?: TagScope },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ScopedTags[], TraceqlError>> {
  const { scope } = request;
  const filter = lenientCondition(request.q, request);
  if (!filter.ok) return filter;
  const condition = filter.value;
  const answer: ScopedTags[] = [];
  const keys = call('arrayJoin', call('mapKeys', col('attributes')));
  if (scope === undefined || scope === 'resource') {
    const tags = await texts(
      compileDistinct(RESOURCES.name, [keys], usedResources(request, condition), request.limit),
      runner,
      signal,
    );
    if (!tags.ok) return tags;
    answer.push({ name: 'resource', tags: tags.value });
  }
  if (scope === undefined || scope === 'span') {
    const tags = await texts(
      compileDistinct(SPANS.name, [keys], compileSpans(request, condition), request.limit),
      runner,
      signal,
    );
    if (!tags.ok) return tags;
    answer.push({ name: 'span', tags: tags.value });
  }
  for (const each of ['event', 'link', 'instrumentation'] as const) {
    if (scope !== undefined && scope !== each) continue;
    const tags = await texts(compileRareNames(each, request, condition), runner, signal);
    if (!tags.ok) return tags;
    if (tags.value.length > 0) answer.push({ name: each, tags: tags.value });
  }
  if (scope === undefined || scope === 'intrinsic') answer.push({ name: 'intrinsic', tags: INTRINSIC_TAGS });
  return ok(answer);
}

/** Names of attributes that few spans have: the scope is left out of an answer when none has. */
function compileRareNames(
  scope: 'event' | 'link' | 'instrumentation',
  request: TagsRequest,
  condition: Expr | undefined,
): Select {
  if (scope === 'instrumentation') {
    const keys = call('arrayJoin', call('mapKeys', col('scope_attributes')));
    return compileDistinct(RESOURCES.name, [keys], usedResources(request, condition), request.limit);
  }
  const ofItems = call('arrayMap', lambda(['m'], call('mapKeys', col('m'))), col(`${scope}s.attributes`));
  const keys = call('arrayJoin', call('arrayFlatten', ofItems));
  const some = call('notEmpty', col(`${scope}s.attributes`));
  return compileDistinct(SPANS.name, [keys], compileSpans(request, and([some, condition])), request.limit);
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
    const message = `please provide a valid tagName: failed to parse identifier ${tag}: ${whyNoField(tag)}`;
    return err({ kind: 'parse', message });
  }
  const filter = lenientCondition(request.q, request);
  if (!filter.ok) return filter;
  const condition = filter.value;
  if (field.kind === 'intrinsic') return intrinsicValues(field.name, request, condition, runner, signal);

  const found: TagValue[] = [];
  const scopes = field.scope === 'any' ? ATTRIBUTE_SCOPES : [field.scope];
  for (const scope of scopes) {
    const values = await valuesOfScope(scope, field.name, request, condition, runner, signal);
    if (!values.ok) return values;
    found.push(...values.value);
  }
  const distinct = new Map(found.map((v) => [`${v.type} ${v.value}`, v]));
  return ok([...distinct.values()].sort(byValue).slice(0, limit));
}

const ATTRIBUTE_SCOPES = ['span', 'resource', 'event', 'link', 'instrumentation'] as const;

async function valuesOfScope(
  scope: (typeof ATTRIBUTE_SCOPES)[number],
  name: string,
  request: TagValuesRequest,
  condition: Expr | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TagValue[], QueryFailure>> {
  const { limit } = request;
  const inSpans = compileSpans(request, condition);
  switch (scope) {
    case 'span':
      return typedValues(SPANS.name, '', name, inSpans, limit, runner, signal);
    case 'resource':
      return name === 'service.name'
        ? stringValues(compileDistinct(SPANS.name, [col('service')], inSpans, limit), runner, signal)
        : typedValues(RESOURCES.name, '', name, usedResources(request, condition), limit, runner, signal);
    case 'instrumentation':
      return typedValues(RESOURCES.name, 'scope_', name, usedResources(request, condition), limit, runner, signal);
    case 'event':
    case 'link': {
      const key = param('String', name);
      const place = call('indexOf', call('mapKeys', col('m')), key);
      const typed = call('tuple', call('arrayElement', col('m'), key), call('substring', col('t'), place, lit(1)));
      const columns = [col(`${scope}s.attributes`), col(`${scope}s.attribute_types`)] as const;
      const having = call('arrayFilter', lambda(['m', 't'], call('mapContains', col('m'), key)), ...columns);
      const letters = call(
        'arrayFilter',
        lambda(['t', 'm'], call('mapContains', col('m'), key)),
        columns[1],
        columns[0],
      );
      const all = call('arrayJoin', call('arrayMap', lambda(['m', 't'], typed), having, letters));
      const rows = await runner.rows(compileDistinct(SPANS.name, [all], inSpans, limit), signal);
      return rows.ok ? ok(typedRows(rows.value.map((row) => row[0] as [string, string]))) : rows;
    }
  }
}

const byValue = (a: TagValue, b: TagValue): number =>
  a.value < b.value ? -1 : a.value > b.value ? 1 : a.type < b.type ? -1 : 1;

function fieldOf(tag: string, version: 1 | 2): Field | undefined {
  const field = parseField(tag);
  if (field || version === 2 || tag === '') return field;
  return { kind: 'attribute', scope: 'any', name: tag, range: { start: 0, end: tag.length } };
}

/** Restricts as far as what was typed is understood and the engine evaluates it. */
function lenientCondition(q: string | undefined, scope: SpanScope): Result<Expr | undefined, TraceqlError> {
  const filter = lenientFilter(q ?? '');
  if (!filter.ok) return err({ kind: 'parse', message: filter.error });
  const compiled = filter.value && new ConditionCompiler(scope).compile(filter.value);
  return ok(compiled && isPrefilter(compiled) ? compiled.sql : undefined);
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
    case 'event:name': {
      const names = call('arrayJoin', col('events.name'));
      return stringValues(
        compileDistinct(SPANS.name, [names], compileSpans(request, condition), request.limit),
        runner,
        signal,
      );
    }
    case 'instrumentation:name':
    case 'instrumentation:version': {
      const column = col(name === 'instrumentation:name' ? 'scope_name' : 'scope_version');
      const where = and([usedResources(request, condition), infix(column, '!=', lit(''))])!;
      return stringValues(compileDistinct(RESOURCES.name, [column], where, request.limit), runner, signal);
    }
    case 'rootName':
    case 'rootServiceName': {
      const column = col(name === 'rootName' ? 'root_name' : 'root_service');
      const where = and([
        ofTenant(request),
        daysWithin('day', request.start, request.end),
        infix(column, '!=', lit('')),
      ])!;
      return stringValues(compileDistinct(TRACES.name, [column], where, request.limit), runner, signal);
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
  /** Of the columns' names. */
  prefix: string,
  name: string,
  where: Expr,
  limit: number | undefined,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<TagValue[], QueryFailure>> {
  const key = param('String', name);
  const map = col(`${prefix}attributes`);
  const place = call('indexOf', call('mapKeys', map), key);
  const exprs = [call('arrayElement', map, key), call('substring', col(`${prefix}attribute_types`), place, lit(1))];
  const present = and([where, call('mapContains', map, key)])!;
  const rows = await runner.rows(compileDistinct(table, exprs, present, limit), signal);
  return rows.ok ? ok(typedRows(rows.value as [string, string][])) : rows;
}

/** Lists and bytes have no form a query could compare them in. */
const typedRows = (rows: readonly [value: string, letter: string][]): TagValue[] =>
  rows.flatMap(([value, letter]) => {
    const type = TYPE_OF_LETTER[letter === '' ? 's' : letter];
    return type === undefined ? [] : [{ type, value }];
  });
