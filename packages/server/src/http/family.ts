import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseTenant, type Result, err, ok, type Tenant } from '@bongsu/model';
import { failure, retryAfterSeconds, type Failure } from '../errors/failure.js';
import { ERRORS } from '../errors/registry.js';

/** APIs that belong together: one form of error. */
export interface ApiFamily {
  readonly name: 'loki' | 'tempo' | 'prometheus' | 'bongsu';
  sendFailure(reply: FastifyReply, reason: Failure): FastifyReply;
}

function retryHint(reply: FastifyReply, reason: Failure): FastifyReply {
  return reason.retryAfter === undefined ? reply : reply.header('retry-after', retryAfterSeconds(reason.retryAfter));
}

function plainText(family: 'loki' | 'tempo'): ApiFamily {
  return {
    name: family,
    sendFailure: (reply, reason) =>
      retryHint(reply, reason)
        .code(ERRORS[reason.code][family])
        .header('content-type', 'text/plain; charset=utf-8')
        .header('x-content-type-options', 'nosniff')
        .send(reason.message),
  };
}

/** Plain text, no newline, as Loki's `WriteError` does it. */
export const LOKI: ApiFamily = plainText('loki');
export const TEMPO: ApiFamily = plainText('tempo');

export const PROMETHEUS: ApiFamily = {
  name: 'prometheus',
  sendFailure: (reply, reason) => {
    const { status, type } = ERRORS[reason.code].prometheus;
    return retryHint(reply, reason)
      .code(status)
      .header('content-type', 'application/json')
      .send(Buffer.from(JSON.stringify({ status: 'error', errorType: type, error: reason.message })));
  },
};

export const BONGSU: ApiFamily = {
  name: 'bongsu',
  sendFailure: (reply, reason) =>
    retryHint(reply, reason)
      .code(ERRORS[reason.code].http)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ status: 'error', code: reason.code, error: reason.message })),
};

/** The tenant of a request: header `X-Scope-OrgID`, given at most once. */
export function tenantOf(request: Pick<FastifyRequest, 'headers'>): Result<Tenant, Failure> {
  const header = request.headers['x-scope-orgid'];
  const tenant = parseTenant(Array.isArray(header) ? header.join(',') : header);
  return tenant.ok ? ok(tenant.value) : err(failure('bad_tenant', tenant.error));
}
