import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, type Result, type Tenant } from '@bongsu/model';
import { failure, type Failure } from '../errors/failure.js';
import type { Slots } from '../limits/slots.js';
import type { Histogram } from '../self/registry.js';
import { tenantOf, type ApiFamily } from './family.js';
import { readParams } from './params.js';

/** What a read endpoint is given. */
export interface Read {
  readonly tenant: Tenant;
  readonly params: URLSearchParams;
  readonly request: FastifyRequest;
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
}

export interface Answer {
  /** A stream is read as fast as the client takes it; what it throws breaks the answer off. */
  readonly body: string | Buffer | AsyncIterable<Uint8Array>;
  readonly contentType: string;
  readonly status?: number;
}

export interface ReadRoutes {
  readonly family: ApiFamily;
  /** Label of the query duration metric. */
  readonly language: string;
  readonly querySeconds: Histogram;
  readonly slots: Slots;
  readonly clock: Clock;
}

const JSON_TYPE = 'application/json; charset=UTF-8';

export const json = (value: unknown, contentType = JSON_TYPE): Answer => jsonText(JSON.stringify(value), contentType);
/** What is JSON already. */
export const jsonText = (body: string, contentType = JSON_TYPE): Answer => ({ body, contentType });

/**
 * Registers one read endpoint: parameters, tenant, hang-up, duration, and failures in the family's form. What
 * `handle` throws is a bug and is answered 500 by the server's error handler. `HEAD` is answered as `GET` without a
 * body unless `exposeHeadRoute` is false.
 */
export function readRoute(
  app: FastifyInstance,
  routes: ReadRoutes,
  path: string,
  handle: (read: Read) => Promise<Result<Answer, Failure>>,
  methods: ('GET' | 'POST')[] = ['GET', 'POST'],
  exposeHeadRoute = true,
): void {
  const { family, slots, clock } = routes;
  app.route({
    method: methods,
    exposeHeadRoute,
    url: path,
    handler: async (request, reply) => {
      const done = slots.take();
      if (done === undefined) return family.sendFailure(reply, tooManyRequests(slots));
      const started = clock.monotonic();
      try {
        const answer = await run(request, reply, handle);
        if (!answer.ok) return family.sendFailure(reply, answer.error);
        return await reply
          .code(answer.value.status ?? 200)
          .header('content-type', answer.value.contentType)
          // Bytes: to text the framework would add a charset of its own.
          .send(payloadOf(answer.value.body));
      } finally {
        done();
        routes.querySeconds.observe((clock.monotonic() - started) / 1000, routes.language);
      }
    },
  });
}

async function run(
  request: FastifyRequest,
  reply: FastifyReply,
  handle: (read: Read) => Promise<Result<Answer, Failure>>,
): Promise<Result<Answer, Failure>> {
  const tenant = tenantOf(request);
  if (!tenant.ok) return tenant;
  const params = await readParams(request);
  if (!params.ok) return params;
  const hangUp = new AbortController();
  const onClose = (): void => {
    if (!reply.raw.writableFinished) hangUp.abort();
  };
  reply.raw.once('close', onClose);
  try {
    return await handle({ tenant: tenant.value, params: params.value, request, signal: hangUp.signal });
  } finally {
    reply.raw.off('close', onClose);
  }
}

export function tooManyRequests(slots: Slots): Failure {
  return failure(
    'overloaded',
    `${slots.total} requests are being served at once, which is the limit (raise limits.request.maxConcurrent); send again later`,
  );
}

function payloadOf(body: Answer['body']): Buffer | Readable {
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.isBuffer(body) ? body : Readable.from(body, { objectMode: false, highWaterMark: 1 });
}
