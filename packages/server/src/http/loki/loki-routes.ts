import type { FastifyInstance, FastifyRequest } from 'fastify';
import { err, ok, type Clock, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { explainLogs, labelNames, labelValues, queryLogs, series, type LogqlError } from '@bongsu/query/logql';
import { failure, ofQuery, type Failure } from '../../errors/failure.js';
import { buildInfo } from '../build-info.js';
import { json, readRoute, type Answer, type ReadRoutes } from '../read-route.js';
import { checkStep, lokiDirection, lokiLimit, lokiRange } from './loki-params.js';
import { streamsJson } from './streams-json.js';

export interface LokiOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  /** Largest `limit`, inclusive. */
  readonly maxLines: number;
}

const JSON_TYPE = 'application/json; charset=UTF-8';
/** Grafana splits and tries again when it reads "timed out". */
const TIMED_OUT =
  'request timed out, decrease the duration of the request or add more label matchers (prefer exact match over regex match) to reduce the amount of data processed';

/** Loki's query API, first slice: log queries and metadata. */
export function lokiRoutes(app: FastifyInstance, routes: ReadRoutes, options: LokiOptions): void {
  const { runner, clock, maxLines } = options;

  readRoute(app, routes, '/loki/api/v1/query_range', async ({ params, tenant, request, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const limit = lokiLimit(params, maxLines);
    if (!limit.ok) return limit;
    const direction = lokiDirection(params);
    if (!direction.ok) return direction;
    const badStep = checkStep(params, range.value);
    if (badStep !== undefined) return err(badStep);
    const query = params.get('query') ?? '';
    const started = clock.monotonic();
    const answer = await queryLogs(
      { query, tenant, ...range.value, limit: limit.value, direction: direction.value },
      runner,
      signal,
    );
    if (!answer.ok) return err(lokiFailure(answer.error));
    const execSeconds = (clock.monotonic() - started) / 1000;
    const body = streamsJson(answer.value, { encodingFlags: encodingFlags(request), execSeconds });
    return ok({ body, contentType: JSON_TYPE });
  });

  readRoute(app, routes, '/loki/api/v1/query', async ({ params }) => {
    const parsed = explainLogs(params.get('query') ?? '');
    if (!parsed.ok) return err(lokiFailure(parsed.error));
    const message =
      'log queries are not supported as an instant query type, please change your query to a range query type';
    return err(failure('bad_query', message));
  });

  const names = async (read: Parameters<Parameters<typeof readRoute>[3]>[0]): Promise<Result<Answer, Failure>> => {
    const range = lokiRange(read.params, clock);
    if (!range.ok) return range;
    const matchers = read.params.get('query') ?? '';
    return list(await labelNames({ tenant: read.tenant, ...range.value, matchers }, runner, read.signal));
  };
  readRoute(app, routes, '/loki/api/v1/labels', names);
  readRoute(app, routes, '/loki/api/v1/label', names);

  readRoute(app, routes, '/loki/api/v1/label/:name/values', async ({ params, tenant, request, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const { name } = request.params as { name: string };
    const matchers = params.get('query') ?? '';
    return list(await labelValues({ tenant, ...range.value, matchers, name }, runner, signal));
  });

  readRoute(app, routes, '/loki/api/v1/series', async ({ params, tenant, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const matchers = [...params.getAll('match'), ...params.getAll('match[]')];
    const found = await series({ tenant, ...range.value, matchers }, runner, signal);
    if (!found.ok) return err(lokiFailure(found.error));
    return ok(line({ status: 'success', data: found.value }));
  });

  readRoute(app, routes, '/loki/api/v1/status/buildinfo', async () => ok(json(buildInfo('loki'))), ['GET']);
}

/** `data` is left out when there is none, as Loki does. */
function list(found: Result<readonly string[], LogqlError>): Result<Answer, Failure> {
  if (!found.ok) return err(lokiFailure(found.error));
  return ok(line({ status: 'success', ...(found.value.length === 0 ? {} : { data: found.value }) }));
}

const line = (value: unknown): Answer => ({ body: `${JSON.stringify(value)}\n`, contentType: JSON_TYPE });

function lokiFailure({ kind, message }: LogqlError): Failure {
  switch (kind) {
    case 'parse':
    case 'unsupported':
      return failure('bad_query', message);
    case 'timeout':
      return failure('query_timeout', TIMED_OUT);
    case 'cancelled':
      return failure('cancelled', 'the request was cancelled by the client');
    default:
      return ofQuery({ kind, message });
  }
}

/** Unknown flags are echoed too; parted by commas and not trimmed, as Loki reads them. */
function encodingFlags(request: FastifyRequest): readonly string[] {
  const header = request.headers['x-loki-response-encoding-flags'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text === '' ? [] : text.split(',');
}
