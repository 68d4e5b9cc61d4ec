import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { unsnappy, type SnappyError } from '@bongsu/wire/snappy';
import { failure, type Failure } from '../../errors/failure.js';
import type { ErrorCode } from '../../errors/registry.js';
import type { LokiPushReceiver } from '../../ingest/loki-push-receiver.js';
import type { Form } from '../../ingest/receiver.js';
import type { Senders } from '../../ingest/senders.js';
import type { ByteShare } from '../../limits/byte-budget.js';
import type { Admission } from '../admission.js';
import { readBody, tooManyBytesInFlight, type BodyLimits } from '../body.js';
import { checkEncoding, decompress } from '../decompress.js';
import { LOKI, tenantOf } from '../family.js';

export interface LokiPushOptions {
  readonly receiver: LokiPushReceiver;
  readonly senders: Senders;
  readonly body: BodyLimits;
  readonly admission: Admission;
}

const PATHS = [
  ['/loki/api/v1/push', 'v1'],
  ['/api/prom/push', 'legacy'],
] as const;

/** Loki's push API: https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
export function lokiPushRoutes(app: FastifyInstance, options: LokiPushOptions): void {
  for (const [path, version] of PATHS) {
    app.post(path, async (request, reply) => {
      const { receiver, senders, body: limits, admission } = options;
      const refuse = (reason: Failure): FastifyReply => {
        receiver.refused(reason);
        return sendPushFailure(reply, reason);
      };
      const tenant = tenantOf(request);
      if (!tenant.ok) return refuse(tenant.error);
      const shape = shapeOf(request);
      if (!shape.ok) return refuse(shape.error);
      const place = await admission.enter();
      if (!place.ok) return refuse(place.error);
      const share = limits.inFlight.open();
      try {
        const body = await bodyOf(request, shape.value, limits, share);
        if (!body.ok) return refuse(body.error);
        const stored = await receiver.receive({
          tenant: tenant.value,
          form: shape.value.form,
          version,
          body: body.value,
        });
        if (!stored.ok) return sendPushFailure(reply, stored.error);
        senders.note(tenant.value, 'loki-push');
        return await reply.code(204).send();
      } finally {
        share.release();
        place.value();
      }
    });
  }
}

interface Shape {
  readonly form: Form;
  /** Of the body as a whole; `snappy` is none of these. */
  readonly encoding: string;
  readonly snappy: boolean;
}

/** JSON by its name, anything else with a content type is protobuf in a block of snappy, whatever it is called. */
function shapeOf(request: FastifyRequest): Result<Shape, Failure> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === '') return err(failure('malformed_body', 'mime: no media type'));
  const form: Form = type === 'application/json' ? 'json' : 'protobuf';
  const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === 'snappy') return ok({ form, encoding: '', snappy: true });
  if (checkEncoding(encoding) !== undefined)
    return err(failure('malformed_body', `Content-Encoding ${JSON.stringify(encoding)} not supported`));
  return ok({ form, encoding, snappy: form === 'protobuf' });
}

async function bodyOf(
  request: FastifyRequest,
  { encoding, snappy }: Shape,
  limits: BodyLimits,
  share: ByteShare,
): Promise<Result<Buffer, Failure>> {
  const raw = await readBody(request.raw, limits, share);
  if (!raw.ok) return raw;
  const body = await decompress(raw.value, encoding, limits, share);
  if (!body.ok || !snappy) return body;
  const block = await unsnappy(body.value, limits.maxDecompressedBytes, (bytes) => share.reserve(bytes));
  if (block.ok) return block;
  if (block.error.kind === 'no_room') return err(tooManyBytesInFlight(limits.inFlight));
  return err(failure(SNAPPY_CODES[block.error.kind], block.error.message));
}

const SNAPPY_CODES: Readonly<Record<Exclude<SnappyError['kind'], 'no_room'>, ErrorCode>> = {
  malformed: 'malformed_body',
  too_large: 'body_too_large',
};

/** As Go's `http.Error` writes it, which Loki's push handler uses: the message ends in a line feed. */
function sendPushFailure(reply: FastifyReply, reason: Failure): FastifyReply {
  const message = reason.code === 'body_too_large' ? `request body too large: ${reason.message}` : reason.message;
  return LOKI.sendFailure(reply, { ...reason, message: `${message}\n` });
}
