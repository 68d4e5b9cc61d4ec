import type { FastifyInstance } from 'fastify';
import { err, ok, type Labels, type Result } from '@bongsu/model';
import {
  flatTagNames,
  parseTags,
  searchTraces,
  tagNames,
  tagValues,
  traceById,
  type FoundWholeTrace,
  type SearchRequest,
  type SpanFilter,
} from '@bongsu/query/traceql';
import {
  TraceByIdProtobuf,
  TraceJson,
  TraceProtobuf,
  type TraceByIdStatus,
  type TraceEncoder,
} from '@bongsu/wire/otlp';
import { encodeTempoAnswer, type TempoAnswer } from '@bongsu/wire/tempopb';
import { failure, type Failure } from '../../errors/failure.js';
import { buildInfo } from '../build-info.js';
import { json, readRoute, type Answer, type Read, type ReadRoutes } from '../read-route.js';
import { executorOf } from '../executor-header.js';
import { DONE } from './metrics-json.js';
import { metricsRoutes } from './metrics-routes.js';
import { metricsSummaryRoute } from './metrics-summary-route.js';
import { foundTraceJson, searchDetails } from './search-json.js';
import { scopeOf } from './tag-scope.js';
import { spanFilterOf } from './span-filter-params.js';
import { tempoFailure } from './tempo-failure.js';
import type { TempoOptions } from './tempo-options.js';
import { badParameter, givenRange, goDuration, positive, rangeOr } from './tempo-params.js';

const JSON_TYPE = 'application/json';
const PROTOBUF_TYPE = 'application/protobuf';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const QUARTER_HOUR_MS = 900_000;
const HOUR_MS = 3_600_000;
const DEFAULT_LIMIT = 20;
const DEFAULT_SPANS_PER_SET = 3;

const tempoJson = (value: unknown): Answer => json(value, JSON_TYPE);
const wantsProtobuf = ({ request }: Read): boolean => (request.headers.accept ?? '').includes(PROTOBUF_TYPE);

/** An answer in the form that the client asks for. */
const answerAs = (kind: TempoAnswer, value: unknown, read: Read): Answer =>
  wantsProtobuf(read)
    ? { body: Buffer.from(encodeTempoAnswer(kind, value)), contentType: PROTOBUF_TYPE }
    : tempoJson(value);

/** Tempo's HTTP API, trace by id, search, metrics, tags. */
export function tempoRoutes(app: FastifyInstance, routes: ReadRoutes, options: TempoOptions): void {
  traceRoutes(app, routes, options);
  searchRoute(app, routes, options);
  metricsRoutes(app, routes, options);
  metricsSummaryRoute(app, routes, options);
  tagRoutes(app, routes, options);
  readRoute(app, routes, '/api/echo', async () => ok({ body: 'echo', contentType: TEXT_TYPE }), ['GET']);
  readRoute(app, routes, '/api/status/buildinfo', async () => ok(tempoJson(buildInfo('tempo'))), ['GET']);
}

function traceRoutes(app: FastifyInstance, routes: ReadRoutes, { runner, maxSpans }: TempoOptions): void {
  const find = async ({ params, tenant, request, signal }: Read, filter?: SpanFilter) => {
    const range = givenRange(params);
    if (!range.ok) return range;
    const { id } = request.params as { id: string };
    const asked = { tenant, traceId: id, ...range.value, maxSpans, ...(filter ? { filter } : {}) };
    const found = await traceById(asked, runner, signal);
    return found.ok ? ok(found.value) : err(tempoFailure(found.error));
  };

  readRoute(app, routes, '/api/traces/:id', async (read) => {
    const found = await find(read);
    if (!found.ok) return found;
    if (found.value === undefined) return ok({ status: 404, body: '', contentType: TEXT_TYPE });
    if (found.value.truncated) return err(failure('execution', tooManySpans(maxSpans)));
    return ok(traceAnswer(found.value, wantsProtobuf(read) ? new TraceProtobuf() : new TraceJson('v1'), read));
  });

  // An unknown trace is an empty one here: a 404 sends Grafana back to the first version.
  readRoute(app, routes, '/api/v2/traces/:id', async (read) => {
    const filter = spanFilterOf(read.params);
    if (!filter.ok) return filter;
    const found = await find(read, filter.value);
    if (!found.ok) return found;
    const trace = found.value ?? { trace: { resourceSpans: [] }, truncated: false, filtered: false };
    const message = trace.truncated ? tooManySpans(maxSpans) : trace.filtered ? FILTERED : undefined;
    const status = message === undefined ? {} : ({ status: 'PARTIAL', message } as const);
    const encoder = wantsProtobuf(read) ? new TraceByIdProtobuf() : new TraceJson('v2');
    return ok(traceAnswer(trace, encoder, read, status));
  });
}

/** One body, or a stream where the trace comes in pieces. */
function traceAnswer(found: FoundWholeTrace, encoder: TraceEncoder, read: Read, status?: TraceByIdStatus): Answer {
  const contentType = wantsProtobuf(read) ? PROTOBUF_TYPE : JSON_TYPE;
  const first = encoder.piece(found.trace);
  const { more } = found;
  if (more) return { body: encodedPieces(first, more, encoder, status), contentType };
  return { body: Buffer.concat([first, encoder.end(status)]), contentType };
}

async function* encodedPieces(
  first: Uint8Array,
  more: NonNullable<FoundWholeTrace['more']>,
  encoder: TraceEncoder,
  status: TraceByIdStatus | undefined,
): AsyncGenerator<Uint8Array> {
  yield first;
  for await (const piece of more) {
    if (!piece.ok) throw new Error(`the trace broke off: ${piece.error.message}`);
    yield encoder.piece(piece.value);
  }
  yield encoder.end(status);
}

/** Tempo's words. */
const FILTERED = 'Trace filtered, only a subset of spans matching the filter is returned';

function tooManySpans(maxSpans: number): string {
  return `Trace exceeds maximum size of ${maxSpans} spans (raise limits.query.traceSpans), a partial trace is returned`;
}

/** What search takes besides tags; without `q`, `tags`, `start` and `end` every other name is a tag. */
const SEARCH_PARAMS = new Set([
  'q',
  'tags',
  'minDuration',
  'maxDuration',
  'limit',
  'spss',
  'start',
  'end',
  'since',
  'order',
  'cursor',
  'details',
]);

function searchRoute(app: FastifyInstance, routes: ReadRoutes, { runner, clock, maxSpans }: TempoOptions): void {
  readRoute(app, routes, '/api/search', async (read) => {
    const { params, tenant, request, signal } = read;
    const range = rangeOr(params, clock, QUARTER_HOUR_MS);
    if (!range.ok) return range;
    const limit = positive(params, 'limit', DEFAULT_LIMIT);
    if (!limit.ok) return limit;
    // 0 counts as not given.
    const spans =
      params.get('spss') === '0' ? ok(DEFAULT_SPANS_PER_SET) : positive(params, 'spss', DEFAULT_SPANS_PER_SET);
    if (!spans.ok) return spans;
    const min = goDuration(params, 'minDuration');
    if (!min.ok) return min;
    const max = goDuration(params, 'maxDuration');
    if (!max.ok) return max;
    if (min.value !== undefined && max.value !== undefined && min.value > max.value) {
      return badParameter('invalid maxDuration: must be greater than minDuration');
    }
    const tags = tagsOf(params);
    if (!tags.ok) return tags;
    const page = pageOf(params);
    if (!page.ok) return page;
    const found = await searchTraces(
      {
        tenant,
        ...range.value,
        q: params.get('q') ?? undefined,
        tags: tags.value,
        ...(min.value === undefined ? {} : { minDuration: min.value }),
        ...(max.value === undefined ? {} : { maxDuration: max.value }),
        limit: limit.value,
        spansPerSpanSet: spans.value,
        ...page.value,
        maxTraceSpans: maxSpans,
        executor: executorOf(request),
      },
      runner,
      signal,
    );
    if (!found.ok) return err(tempoFailure(found.error));
    // Nothing else may stand here unless it was asked for: Grafana's reader refuses fields it does not know.
    const { traces, inspectedTraces, cursor } = found.value;
    const inspected = inspectedTraces === 0 ? {} : { inspectedTraces };
    const next = params.has('cursor') && cursor !== undefined && !wantsProtobuf(read) ? { cursor } : {};
    const details =
      params.get('details') === 'true' && !wantsProtobuf(read) ? searchDetails(found.value, maxSpans) : {};
    const answer = { traces: traces.map(foundTraceJson), ...next, metrics: { ...inspected, ...DONE }, ...details };
    return ok(answerAs('search', answer, read));
  });
}

/**
 * Extension: `order=duration` is longest first; with `cursor`, empty for the first page, the answer says where the next
 * one begins.
 */
function pageOf(params: URLSearchParams): Result<Pick<SearchRequest, 'order' | 'cursor'>, Failure> {
  const order = params.get('order') ?? '';
  if (order !== '' && order !== 'start' && order !== 'duration') {
    return badParameter(`invalid order: ${JSON.stringify(order)} is neither start nor duration`);
  }
  const cursor = params.get('cursor') ?? '';
  return ok({ ...(order === '' ? {} : { order }), ...(cursor === '' ? {} : { cursor }) });
}

function tagsOf(params: URLSearchParams): Result<Labels | undefined, Failure> {
  const tags = params.get('tags');
  if (tags !== null) {
    const parsed = parseTags(tags);
    return parsed.ok ? parsed : badParameter(parsed.error);
  }
  if (['q', 'start', 'end'].some((name) => params.has(name))) return ok(undefined);
  const legacy = [...params].filter(([name]) => !SEARCH_PARAMS.has(name));
  return ok(legacy.length === 0 ? undefined : Object.fromEntries(legacy));
}

function tagRoutes(app: FastifyInstance, routes: ReadRoutes, { runner, clock }: TempoOptions): void {
  const names = async ({ params, tenant, signal }: Read, version: 1 | 2) => {
    const range = rangeOr(params, clock, HOUR_MS);
    if (!range.ok) return range;
    const scope = scopeOf(params.get('scope') ?? '');
    if (!scope.ok) return scope;
    const limit = limitOf(params);
    if (!limit.ok) return limit;
    const q = version === 2 ? params.get('q') : null;
    const request = { tenant, ...range.value, ...limit.value, ...scope.value, ...(q === null ? {} : { q }) };
    const found = await tagNames(request, runner, signal);
    return found.ok ? found : err(tempoFailure(found.error));
  };
  readRoute(app, routes, '/api/search/tags', async (read) => {
    const scopes = await names(read, 1);
    return scopes.ok ? ok(answerAs('tags', { tagNames: flatTagNames(scopes.value), metrics: {} }, read)) : scopes;
  });
  readRoute(app, routes, '/api/v2/search/tags', async (read) => {
    const scopes = await names(read, 2);
    return scopes.ok ? ok(answerAs('tagsV2', { scopes: scopes.value, metrics: {} }, read)) : scopes;
  });

  const values = async ({ params, tenant, request, signal }: Read, version: 1 | 2) => {
    // Greedy: a tag may hold slashes, escaped or not.
    const path = (request.params as { '*': string })['*'];
    if (!path.endsWith('/values'))
      return err(failure('not_found', `no such path: ${request.url.split('?', 1)[0] ?? ''}`));
    const tag = path.slice(0, -'/values'.length);
    const range = rangeOr(params, clock, HOUR_MS);
    if (!range.ok) return range;
    const limit = limitOf(params);
    if (!limit.ok) return limit;
    const q = params.get('q');
    const asked = { tenant, ...range.value, ...limit.value, tag, version, ...(q === null ? {} : { q }) };
    const found = await tagValues(asked, runner, signal);
    return found.ok ? found : err(tempoFailure(found.error));
  };
  readRoute(app, routes, '/api/search/tag/*', async (read) => {
    const found = await values(read, 1);
    if (!found.ok) return found;
    return ok(answerAs('tagValues', { tagValues: found.value.map(({ value }) => value), metrics: {} }, read));
  });
  readRoute(app, routes, '/api/v2/search/tag/*', async (read) => {
    const found = await values(read, 2);
    return found.ok ? ok(answerAs('tagValuesV2', { tagValues: found.value, metrics: {} }, read)) : found;
  });
}

/** 0 and none are without limit. */
function limitOf(params: URLSearchParams): Result<{ readonly limit?: number }, Failure> {
  const text = params.get('limit') ?? '';
  if (text === '' || text === '0') return ok({});
  const limit = positive(params, 'limit', 1);
  return limit.ok ? ok({ limit: limit.value }) : limit;
}
