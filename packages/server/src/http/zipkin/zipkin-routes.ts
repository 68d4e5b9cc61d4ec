import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { err, type Result } from '@bongsu/model';
import { failure, retryAfterSeconds, type Failure } from '../../errors/failure.js';
import { ERRORS } from '../../errors/registry.js';
import type { OtlpReceiver } from '../../ingest/receiver.js';
import { checkEncoding } from '../decompress.js';
import { tenantOf } from '../family.js';
import type { Intake } from '../intake.js';

export interface ZipkinOptions {
  readonly receiver: OtlpReceiver;
  readonly intake: Intake;
}

/** Zipkin's collector (v2, JSON): 202 when the spans are on disk. Errors are plain text, as Zipkin's server has them. */
export function zipkinRoutes(app: FastifyInstance, options: ZipkinOptions): void {
  app.post('/api/v2/spans', async (request, reply) => {
    const stored = await take(request, options);
    return stored.ok ? reply.code(202).send() : refuse(reply, stored.error);
  });
  for (const [method, url] of JAEGER) {
    app.route({ method, url, handler: (_request, reply) => refuse(reply, failure('unsupported_api', NO_JAEGER)) });
  }
}

/** What Jaeger's agents and its UI ask for. */
const JAEGER = [
  ['POST', '/api/traces'],
  ['GET', '/api/traces'],
  ['GET', '/api/services'],
  ['GET', '/api/services/:service/operations'],
  ['GET', '/api/operations'],
  ['GET', '/api/dependencies'],
] as const;
const NO_JAEGER =
  "Jaeger's own protocols are not served: send OTLP to /v1/traces (every Jaeger client and agent since 1.35 can), and " +
  "read traces with Grafana's Tempo data source or in the UI";

async function take(request: FastifyRequest, options: ZipkinOptions): Promise<Result<unknown, Failure>> {
  const { receiver, intake } = options;
  const uncounted = (reason: Failure): Result<never, Failure> => {
    receiver.refused('traces', 'zipkin', reason);
    return err(reason);
  };
  const tenant = tenantOf(request);
  if (!tenant.ok) return uncounted(tenant.error);
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim().toLowerCase();
  if (type !== 'application/json') {
    const message = `content type ${JSON.stringify(type.slice(0, 100))} is not supported: send Zipkin v2 as application/json`;
    return uncounted(failure('unsupported_content_type', message));
  }
  const encoding = request.headers['content-encoding'] ?? '';
  const badEncoding = checkEncoding(encoding);
  if (badEncoding !== undefined) return uncounted(badEncoding);
  const taken = await intake.take(request.raw, { encoding, snappy: false }, (body) =>
    receiver.receive({ signal: 'traces', protocol: 'zipkin', form: 'zipkin', tenant: tenant.value, body }),
  );
  if (!taken.ok) return uncounted(taken.error);
  const stored = taken.value;
  if (!stored.ok || stored.value.length === 0) return stored;
  // Zipkin has no partial success: what was refused is an error that names it; its neighbours are stored.
  return err(
    failure('malformed_body', stored.value.map(({ count, reason }) => `${count} refused: ${reason}`).join('; ')),
  );
}

function refuse(reply: FastifyReply, reason: Failure): FastifyReply {
  if (reason.retryAfter !== undefined) reply.header('retry-after', retryAfterSeconds(reason.retryAfter));
  return reply.code(ERRORS[reason.code].http).header('content-type', 'text/plain; charset=utf-8').send(reason.message);
}
