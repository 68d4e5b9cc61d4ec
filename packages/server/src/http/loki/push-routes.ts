import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { failure, type Failure } from '../../errors/failure.js';
import type { LokiPushReceiver } from '../../ingest/loki-push-receiver.js';
import type { Form } from '../../ingest/receiver.js';
import type { Senders } from '../../ingest/senders.js';
import { checkEncoding } from '../decompress.js';
import { LOKI, tenantOf } from '../family.js';
import type { Intake, Wrapping } from '../intake.js';

export interface LokiPushOptions {
  readonly receiver: LokiPushReceiver;
  readonly senders: Senders;
  readonly intake: Intake;
}

const PATHS = [
  ['/loki/api/v1/push', 'v1'],
  ['/api/prom/push', 'legacy'],
] as const;

/** Loki's push API: https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
export function lokiPushRoutes(app: FastifyInstance, options: LokiPushOptions): void {
  for (const [path, version] of PATHS) {
    app.post(path, async (request, reply) => {
      const { receiver, senders, intake } = options;
      const refuse = (reason: Failure): FastifyReply => {
        receiver.refused(reason);
        return sendPushFailure(reply, reason);
      };
      const tenant = tenantOf(request);
      if (!tenant.ok) return refuse(tenant.error);
      const shape = shapeOf(request);
      if (!shape.ok) return refuse(shape.error);
      const { form, wrapping } = shape.value;
      const taken = await intake.take(request.raw, wrapping, (body) =>
        receiver.receive({ tenant: tenant.value, form, version, body }),
      );
      if (!taken.ok) return refuse(taken.error);
      const stored = taken.value;
      if (!stored.ok) return sendPushFailure(reply, stored.error);
      senders.note(tenant.value, 'loki-push');
      return reply.code(204).send();
    });
  }
}

interface Shape {
  readonly form: Form;
  readonly wrapping: Wrapping;
}

/** JSON by its name, anything else with a content type is protobuf in a block of snappy, whatever it is called. */
function shapeOf(request: FastifyRequest): Result<Shape, Failure> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === '') return err(failure('malformed_body', 'mime: no media type'));
  const form: Form = type === 'application/json' ? 'json' : 'protobuf';
  const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === 'snappy') return ok({ form, wrapping: { encoding: '', snappy: true } });
  if (checkEncoding(encoding) !== undefined)
    return err(failure('malformed_body', `Content-Encoding ${JSON.stringify(encoding)} not supported`));
  return ok({ form, wrapping: { encoding, snappy: form === 'protobuf' } });
}

/** As Go's `http.Error` writes it, which Loki's push handler uses: the message ends in a line feed. */
function sendPushFailure(reply: FastifyReply, reason: Failure): FastifyReply {
  const message = reason.code === 'body_too_large' ? `request body too large: ${reason.message}` : reason.message;
  return LOKI.sendFailure(reply, { ...reason, message: `${message}\n` });
}
