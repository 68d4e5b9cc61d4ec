import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, ok, type Clock, type Result } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import {
  exportLines,
  exportSelect,
  type ExportRequest,
  type FoundLine,
  type LogqlError,
  type PipelineLimits,
} from '@bongsu/query/logql';
import { print } from '@bongsu/query/sql';
import { queryFailureOf, type Engine, type EngineError, type QueryLimits } from '@bongsu/store';
import { failure, type Failure } from '../../errors/failure.js';
import type { Slots } from '../../limits/slots.js';
import { LOKI, tenantOf } from '../family.js';
import { readParams } from '../params.js';
import { tooManyRequests } from '../read-route.js';
import { lokiFailure } from './loki-failure.js';
import { lokiRange } from './loki-params.js';

export interface ExportRouteOptions {
  readonly runner: SqlRunner;
  readonly clock: Clock;
  readonly slots: Slots;
  readonly engine: Engine;
  /** Of a statement that writes Parquet. */
  readonly limits: QueryLimits;
  readonly pipelineLimits: PipelineLimits;
}

type Pages = AsyncGenerator<Result<readonly FoundLine[], LogqlError>>;

/**
 * Our extension: `export` answers every line of a query, however many, oldest first, as NDJSON, or as
 * Parquet in no order (`format=parquet`) where the engine evaluates all of it. Pages are read as the
 * client takes them. A failure after the first page breaks the connection off, so that no cut file looks whole.
 */
export function exportRoute(app: FastifyInstance, options: ExportRouteOptions): void {
  const { runner, clock, slots, pipelineLimits } = options;

  app.route({
    method: ['GET', 'POST'],
    url: '/loki/api/v1/export',
    handler: async (request, reply) => {
      const done = slots.take();
      if (done === undefined) return LOKI.sendFailure(reply, tooManyRequests(slots));
      const hangUp = new AbortController();
      // Also when all was sent: then there is nothing left to stop.
      reply.raw.once('close', () => {
        hangUp.abort();
        done();
      });
      const asked = await exportRequest(request, clock);
      if (!asked.ok) return LOKI.sendFailure(reply, asked.error);
      const { format, ...wanted } = asked.value;
      return format === 'parquet'
        ? sendParquet(reply, wanted, options, hangUp.signal)
        : sendPages(reply, exportLines({ ...wanted, pipelineLimits }, runner, hangUp.signal));
    },
  });
}

interface Asked extends ExportRequest {
  readonly format: 'ndjson' | 'parquet';
}

async function exportRequest(request: FastifyRequest, clock: Clock): Promise<Result<Asked, Failure>> {
  const tenant = tenantOf(request);
  if (!tenant.ok) return tenant;
  const params = await readParams(request);
  if (!params.ok) return params;
  const range = lokiRange(params.value, clock);
  if (!range.ok) return range;
  const format = params.value.get('format') || 'ndjson';
  if (format !== 'ndjson' && format !== 'parquet') {
    return err(failure('bad_parameter', `format: ${JSON.stringify(format)} is none: use ndjson or parquet`));
  }
  return ok({ tenant: tenant.value, query: params.value.get('query') ?? '', ...range.value, format });
}

async function sendParquet(
  reply: FastifyReply,
  request: ExportRequest,
  { runner, engine, limits }: ExportRouteOptions,
  signal: AbortSignal,
): Promise<FastifyReply> {
  const select = await exportSelect(request, runner, signal);
  if (!select.ok) return LOKI.sendFailure(reply, lokiFailure(select.error));
  const chunks = engine.stream(print(select.value), 'Parquet', { limits, signal })[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done !== true && !first.value.ok) {
    return LOKI.sendFailure(reply, lokiFailure(queryFailureOf(first.value.error)));
  }
  return reply
    .header('content-type', 'application/vnd.apache.parquet')
    .send(Readable.from(bytesOf(first, chunks), { objectMode: false, highWaterMark: 1 }));
}

type Chunks = AsyncIterator<Result<Uint8Array, EngineError>>;

async function* bytesOf(first: Awaited<ReturnType<Chunks['next']>>, chunks: Chunks): AsyncGenerator<Buffer> {
  try {
    for (let next = first; next.done !== true; next = await chunks.next()) {
      if (!next.value.ok) throw new Error(`the export broke off: ${next.value.error.message}`);
      yield Buffer.from(next.value.value);
    }
  } finally {
    await chunks.return?.();
  }
}

async function sendPages(reply: FastifyReply, pages: Pages): Promise<FastifyReply> {
  const first = await pages.next();
  if (first.done !== true && !first.value.ok) return LOKI.sendFailure(reply, lokiFailure(first.value.error));
  const lines = first.done === true ? [] : first.value.ok ? first.value.value : [];
  return reply
    .header('content-type', 'application/x-ndjson; charset=utf-8')
    .send(Readable.from(texts(lines, pages), { objectMode: false, highWaterMark: 1 }));
}

async function* texts(first: readonly FoundLine[], pages: Pages): AsyncGenerator<Buffer> {
  if (first.length > 0) yield ndjson(first);
  for await (const page of pages) {
    if (!page.ok) throw new Error(`the export broke off: ${page.error.message}`);
    if (page.value.length > 0) yield ndjson(page.value);
  }
}

const ndjson = (lines: readonly FoundLine[]): Buffer =>
  Buffer.from(lines.map((line) => `${JSON.stringify(exported(line))}\n`).join(''));

/** Times in nanoseconds as text: JSON's numbers do not hold them. */
const exported = ({ ts, line, labels: { stream, metadata, parsed }, foundIds }: FoundLine) => ({
  ts: String(ts),
  line,
  stream,
  structuredMetadata: { ...foundIds, ...metadata },
  parsed,
});
