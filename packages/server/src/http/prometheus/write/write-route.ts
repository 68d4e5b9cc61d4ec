import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, type Result } from '@bongsu/model';
import type { RemoteWriteVersion } from '@bongsu/wire/remote-write';
import { unsnappy } from '@bongsu/wire/snappy';
import { failure, retryAfterSeconds, type Failure } from '../../../errors/failure.js';
import { ERRORS } from '../../../errors/registry.js';
import { NOTHING_WRITTEN, type RemoteWriteReceiver, type Written } from '../../../ingest/remote-write-receiver.js';
import type { Admission } from '../../admission.js';
import { readBody, tooManyBytesInFlight, type BodyLimits } from '../../body.js';
import { tenantOf } from '../../family.js';
import { refuseOtherMethods } from '../../method-not-allowed.js';
import { messageType } from './message-type.js';

export interface WriteRouteOptions {
  readonly receiver: RemoteWriteReceiver;
  readonly body: BodyLimits;
  readonly admission: Admission;
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
  { receiver, body: limits, admission }: WriteRouteOptions,
): Promise<Result<Written, Failure>> {
  const uncounted = (reason: Failure): Result<never, Failure> => {
    receiver.refused(reason);
    return err(reason);
  };
  const tenant = tenantOf(request);
  if (!tenant.ok) return uncounted(tenant.error);
  const place = await admission.enter();
  if (!place.ok) return uncounted(place.error);
  const share = limits.inFlight.open();
  try {
    const block = await readBody(request.raw, limits, share);
    if (!block.ok) return uncounted(block.error);
    const body = await unsnappy(block.value, limits.maxDecompressedBytes, (bytes) => share.reserve(bytes));
    if (body.ok) return await receiver.receive({ tenant: tenant.value, version, body: body.value });
    switch (body.error.kind) {
      case 'no_room':
        return uncounted(tooManyBytesInFlight(limits.inFlight));
      case 'too_large':
        return uncounted(failure('body_too_large', body.error.message));
      case 'malformed':
        return uncounted(failure('malformed_body', body.error.message));
    }
  } finally {
    share.release();
    place.value();
  }
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
