import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { encodeExportResponse, encodeStatus } from '@bongsu/wire/otlp';
import { failure, retryAfterSeconds, type Failure } from '../../errors/failure.js';
import { ERRORS, GRPC } from '../../errors/registry.js';
import type { Form, OtlpReceiver } from '../../ingest/receiver.js';
import { isCollector, type Senders } from '../../ingest/senders.js';
import type { Logger } from '../../self/logger.js';
import type { Signal } from '../../self/self-metrics.js';
import { checkEncoding } from '../decompress.js';
import { tenantOf } from '../family.js';
import type { Intake } from '../intake.js';
import { otlpCors } from './cors.js';

export interface OtlpHttpOptions {
  readonly receiver: OtlpReceiver;
  readonly senders: Senders;
  readonly intake: Intake;
  readonly corsOrigins: readonly string[];
  readonly logger: Logger;
}

/** OTLP's own paths, Loki's and Prometheus' for what they take over OTLP. */
export const OTLP_PATHS: readonly (readonly [path: string, signal: Signal])[] = [
  ['/v1/logs', 'logs'],
  ['/v1/traces', 'traces'],
  ['/v1/metrics', 'metrics'],
  ['/otlp/v1/logs', 'logs'],
  ['/otlp/v1/traces', 'traces'],
  ['/otlp/v1/metrics', 'metrics'],
  ['/api/v1/otlp/v1/metrics', 'metrics'],
];

const CONTENT_TYPES = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

/** OTLP over HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function otlpRoutes(app: FastifyInstance, options: OtlpHttpOptions): void {
  otlpCors(
    app,
    options.corsOrigins,
    OTLP_PATHS.map(([path]) => path),
  );
  // A bug may be one of this moment: like Loki, 503 lets the sender try again where 500 would have it drop the batch.
  app.setErrorHandler((error: Error, request, reply) => {
    options.logger.error({ path: request.url.split('?', 1)[0], stack: error.stack }, `bug: ${error.message}`);
    const form = formOf(request);
    const reason = failure('unavailable', 'an internal error; the log of the server has its cause');
    return sendStatus(reply, reason, form.ok ? form.value : 'json');
  });
  for (const [path, signal] of OTLP_PATHS) {
    app.post(path, async (request, reply) => {
      const form = formOf(request);
      // Where the form itself is the problem there is none to answer in; JSON is the one a person can read.
      const answerForm = form.ok ? form.value : 'json';
      const stored = form.ok ? await take(request, signal, form.value, options) : form;
      if (!stored.ok) {
        if (!stored.error.counted) options.receiver.refused(signal, 'otlp-http', stored.error.reason);
        return sendStatus(reply, stored.error.reason, answerForm);
      }
      return reply.code(200).header('content-type', CONTENT_TYPES[answerForm]).send(Buffer.from(stored.value));
    });
  }
}

/** `counted` when the receiver has seen the request and counted it. */
interface Refusal {
  readonly reason: Failure;
  readonly counted: boolean;
}
const uncounted = (reason: Failure): Result<never, Refusal> => err({ reason, counted: false });

async function take(
  request: FastifyRequest,
  signal: Signal,
  form: Form,
  { receiver, senders, intake }: OtlpHttpOptions,
): Promise<Result<Uint8Array, Refusal>> {
  const tenant = tenantOf(request);
  if (!tenant.ok) return uncounted(tenant.error);
  const encoding = request.headers['content-encoding'] ?? '';
  const badEncoding = checkEncoding(encoding);
  if (badEncoding !== undefined) return uncounted(badEncoding);
  const taken = await intake.take(request.raw, { encoding, snappy: false }, (body) =>
    receiver.receive({ signal, protocol: 'otlp-http', form, tenant: tenant.value, body }),
  );
  if (!taken.ok) return uncounted(taken.error);
  const stored = taken.value;
  if (!stored.ok) return err({ reason: stored.error, counted: true });
  if (isCollector(request.headers['user-agent'])) senders.note(tenant.value, 'collector');
  return ok(encodeExportResponse(signal, stored.value, form));
}

function formOf(request: FastifyRequest): Result<Form, Refusal> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return ok('protobuf');
  if (type === 'application/json') return ok('json');
  const given = type === '' ? 'no content type' : `content type ${JSON.stringify(type.slice(0, 100))}`;
  return uncounted(
    failure('unsupported_content_type', `${given} is not supported: send application/x-protobuf or application/json`),
  );
}

function sendStatus(reply: FastifyReply, reason: Failure, form: Form): FastifyReply {
  const entry = ERRORS[reason.code];
  if (reason.retryAfter !== undefined) reply.header('retry-after', retryAfterSeconds(reason.retryAfter));
  return reply
    .code(entry.http)
    .header('content-type', CONTENT_TYPES[form])
    .send(Buffer.from(encodeStatus(GRPC[entry.grpc], reason.message, form)));
}
