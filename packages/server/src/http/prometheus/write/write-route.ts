import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Result } from '@bongsu/model';
import type { RemoteWriteVersion } from '@bongsu/wire/remote-write';
import { failure, retryAfterSeconds, type Failure } from '../../../errors/failure.js';
import { ERRORS } from '../../../errors/registry.js';
import { NOTHING_WRITTEN, type RemoteWriteReceiver, type Written } from '../../../ingest/remote-write-receiver.js';
import { tenantOf } from '../../family.js';
import type { Intake } from '../../intake.js';
import { refuseOtherMethods } from '../../method-not-allowed.js';
import { messageType } from './message-type.js';

export interface WriteRouteOptions {
  readonly receiver: RemoteWriteReceiver;
  readonly intake: Intake;
}

const PATH = '/api/v1/write';

/**
 * Remote write, versions 1 and 2: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/. Version 2 hears on
 * every answer how much was written.
 */
export function writeRoute(app: FastifyInstance, options: WriteRouteOptions): void {
  refuseOtherMethods(app, PATH, ['POST']);
  app.post(PATH, async (request, reply) => {
    const version = messageType(request.headers['content-type'] ?? '');
    if (!version.ok) return refuse(reply, options, failure('unsupported_content_type', version.error));
    const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
    if (encoding !== '' && encoding !== 'snappy') {
      if (version.value === 2) countHeaders(reply, NOTHING_WRITTEN);
      const given = JSON.stringify(encoding.slice(0, 60));
      const text = `${given} encoding (compression) is not accepted by this server; only snappy is acceptable`;
      return refuse(reply, options, failure('unsupported_encoding', text));
    }
    const taken = await take(request, version.value, options);
    if (version.value === 2) countHeaders(reply, taken.ok ? taken.value : NOTHING_WRITTEN);
    if (!taken.ok) return sendText(reply, taken.error);
    if (taken.value.problems !== '') return sendText(reply, failure('refused_records', taken.value.problems));
    return reply.code(204).send();
  });
}

function refuse(reply: FastifyReply, { receiver }: WriteRouteOptions, reason: Failure): FastifyReply {
  receiver.refused(reason);
  return sendText(reply, reason);
}

async function take(
  request: FastifyRequest,
  version: RemoteWriteVersion,
  { receiver, intake }: WriteRouteOptions,
): Promise<Result<Written, Failure>> {
  const tenant = tenantOf(request);
  const taken = tenant.ok
    ? await intake.take(request.raw, { encoding: '', snappy: true }, (body) =>
        receiver.receive({ tenant: tenant.value, version, body }),
      )
    : tenant;
  if (taken.ok) return taken.value;
  receiver.refused(taken.error);
  return taken;
}

function countHeaders(reply: FastifyReply, { samples, histograms, exemplars }: Written): void {
  reply
    .header('x-prometheus-remote-write-samples-written', String(samples))
    .header('x-prometheus-remote-write-histograms-written', String(histograms))
    .header('x-prometheus-remote-write-exemplars-written', String(exemplars));
}

/** Plain text, as Go's `http.Error` writes it. */
function sendText(reply: FastifyReply, reason: Failure): FastifyReply {
  if (reason.retryAfter !== undefined) reply.header('retry-after', retryAfterSeconds(reason.retryAfter));
  return reply
    .code(statusOf(reason))
    .header('content-type', 'text/plain; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .send(Buffer.from(`${reason.message}\n`));
}

/** A sender drops what is answered 4xx (429 too, by default), so what may pass is always a 5xx. */
function statusOf({ code }: Failure): number {
  const { http, retryable } = ERRORS[code];
  return retryable && http < 500 ? ERRORS.unavailable.http : http;
}
