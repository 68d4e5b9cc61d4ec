import type { FastifyInstance } from 'fastify';
import { err, ok, type Clock, type Labels, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import {
  labelNames,
  labelValues,
  printLabels,
  queryKind,
  queryLogs,
  type LogqlError,
  type PipelineLimits,
} from '@bongsu/query/logql';
import { failure, type Failure } from '../../errors/failure.js';
import { json, readRoute, type Answer, type ReadRoutes } from '../read-route.js';
import { lokiFailure } from './loki-failure.js';
import { legacyQuery, lokiDirection, lokiLimit, lokiRange } from './loki-params.js';
import { queryStats } from './stats.js';
import { folded } from './streams-json.js';
import { rfc3339 } from './tail/frames.js';

export interface LegacyRoutesOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  /** Largest `limit`, inclusive. */
  readonly maxLines: number;
  readonly pipelineLimits: PipelineLimits;
}

/** Loki's API before 1.0, under `/api/prom`: queries of lines, and labels. */
export function legacyRoutes(app: FastifyInstance, routes: ReadRoutes, options: LegacyRoutesOptions): void {
  const { runner, clock, maxLines, pipelineLimits } = options;

  readRoute(app, routes, '/api/prom/query', async ({ params, tenant, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const limit = lokiLimit(params, maxLines);
    if (!limit.ok) return limit;
    const direction = lokiDirection(params);
    if (!direction.ok) return direction;
    const kind = queryKind(params.get('query') ?? '');
    if (!kind.ok) return err(lokiFailure(kind.error));
    if (kind.value === 'metric') {
      return err(failure('bad_query', 'legacy endpoints only support streams result type: use /loki/api/v1/query'));
    }
    const started = clock.monotonic();
    const request = {
      query: legacyQuery(params),
      tenant,
      ...range.value,
      limit: limit.value,
      direction: direction.value,
      pipelineLimits,
    };
    const answer = await queryLogs(request, runner, signal);
    if (!answer.ok) return err(lokiFailure(answer.error));
    const entries = answer.value.streams.flatMap((stream) => stream.entries);
    const bytes = entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
    const execSeconds = (clock.monotonic() - started) / 1000;
    return ok(
      json({
        streams: folded(answer.value.streams).map(({ stream, entries: lines }) => ({
          labels: printLabels(JSON.parse(stream) as Labels),
          entries: lines.map(({ ts, line }) => ({ ts: rfc3339(ts), line })),
        })),
        stats: queryStats({ lines: entries.length, bytes, returned: entries.length, execSeconds }),
      }),
    );
  });

  readRoute(app, routes, '/api/prom/label', async ({ params, tenant, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    return values(await labelNames({ tenant, ...range.value }, runner, signal));
  });

  readRoute(app, routes, '/api/prom/label/:name/values', async ({ params, tenant, request, signal }) => {
    const range = lokiRange(params, clock);
    if (!range.ok) return range;
    const { name } = request.params as { name: string };
    return values(await labelValues({ tenant, ...range.value, name }, runner, signal));
  });
}

function values(found: Result<readonly string[], LogqlError>): Result<Answer, Failure> {
  if (!found.ok) return err(lokiFailure(found.error));
  return ok(json(found.value.length === 0 ? {} : { values: found.value }));
}
