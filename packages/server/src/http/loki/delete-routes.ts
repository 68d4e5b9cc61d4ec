import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, nanos, ok, type Clock, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { LogDeletion } from '@bongsu/store';
import type { LogDeleter } from '../../deletion/log-deleter.js';
import { failure, type Failure } from '../../errors/failure.js';
import type { Slots } from '../../limits/slots.js';
import { LOKI, tenantOf } from '../family.js';
import { readParams } from '../params.js';
import { tooManyRequests } from '../read-route.js';
import { parseRfc3339 } from '../time-params.js';

export interface LokiDeleteOptions {
  readonly deleter: LogDeleter;
  readonly clock: Clock;
  readonly slots: Slots;
}

const PATH = '/loki/api/v1/delete';
const NS_PER_SECOND = 1_000_000_000n;

const bad = (message: string): Result<never, Failure> => err(failure('bad_parameter', message));

interface Asked {
  readonly tenant: Tenant;
  readonly params: URLSearchParams;
}

/** Loki's log deletion: https://grafana.com/docs/loki/latest/reference/loki-http-api/#request-log-deletion */
export function lokiDeleteRoutes(app: FastifyInstance, options: LokiDeleteOptions): void {
  const { deleter, clock, slots } = options;

  const route = (
    methods: ('GET' | 'POST' | 'PUT' | 'DELETE')[],
    handle: (asked: Asked, reply: FastifyReply) => Promise<Result<FastifyReply, Failure>>,
  ): void => {
    app.route({
      method: methods,
      url: PATH,
      handler: async (request, reply) => {
        const done = slots.take();
        if (done === undefined) return LOKI.sendFailure(reply, tooManyRequests(slots));
        try {
          const asked = await askedOf(request);
          if (!asked.ok) return LOKI.sendFailure(reply, asked.error);
          const answer = await handle(asked.value, reply);
          return answer.ok ? answer.value : LOKI.sendFailure(reply, answer.error);
        } finally {
          done();
        }
      },
    });
  };

  route(['POST', 'PUT'], async ({ tenant, params }, reply) => {
    const query = params.get('query') ?? '';
    if (query === '') return bad('query not set');
    const range = deletionRange(params, clock);
    if (!range.ok) return range;
    const deleted = await deleter.delete({ tenant, query, ...range.value });
    return deleted.ok ? ok(reply.header('x-delete-request-id', deleted.value).code(204).send()) : deleted;
  });

  route(['GET'], async ({ tenant }, reply) => {
    const listed = await deleter.list(tenant);
    if (!listed.ok) return listed;
    const body = `${JSON.stringify(listed.value.map(shown))}\n`;
    return ok(reply.header('content-type', 'application/json').send(Buffer.from(body)));
  });

  route(['DELETE'], async ({ tenant, params }, reply) => {
    const id = params.get('request_id') ?? '';
    if (id === '') return bad('request_id not set');
    const cancelled = await deleter.cancel(tenant, id);
    return cancelled.ok ? ok(reply.code(204).send()) : cancelled;
  });
}

async function askedOf(request: FastifyRequest): Promise<Result<Asked, Failure>> {
  const tenant = tenantOf(request);
  if (!tenant.ok) return tenant;
  const params = await readParams(request);
  return params.ok ? ok({ tenant: tenant.value, params: params.value }) : params;
}

/** Seconds with ten digits or RFC 3339, as Loki takes them here; the end may not lie in the future. */
function deletionRange(params: URLSearchParams, clock: Clock): Result<{ start: Nanos; end: Nanos }, Failure> {
  const now = clock.nowNanos();
  const startText = params.get('start') ?? '';
  if (startText === '') return bad('start time not set');
  const start = deletionTime(startText);
  if (start === undefined) return bad('invalid start time: require unix seconds or RFC3339 format');
  const endText = params.get('end') ?? '';
  const end = endText === '' ? now : deletionTime(endText);
  if (end === undefined) return bad('invalid end time: require unix seconds or RFC3339 format');
  if (end > now) return bad('deletes in the future are not allowed');
  if (start > end) return bad("start time can't be greater than end time");
  // The end counts in Loki.
  return ok({ start, end: nanos(end + 1n) });
}

function deletionTime(text: string): Nanos | undefined {
  if (/^\d{10}$/.test(text)) return nanos(BigInt(text) * NS_PER_SECOND);
  return parseRfc3339(text);
}

function shown({ id, start, end, query, status, created, tenant }: LogDeletion) {
  const seconds = (ns: bigint): number => Number(ns / NS_PER_SECOND);
  return {
    request_id: id,
    start_time: seconds(start),
    end_time: seconds(end),
    query,
    status,
    created_at: seconds(created),
    user_id: tenant,
  };
}
