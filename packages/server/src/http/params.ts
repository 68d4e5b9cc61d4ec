import type { FastifyRequest } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import { failure, type Failure } from '../errors/failure.js';
import { ByteBudget } from '../limits/byte-budget.js';
import { readBody } from './body.js';

/** Bodies of queries are forms; Tempo refuses queries above 128 KiB, and a form may hold several. */
const MAX_FORM_BYTES = 1024 * 1024;

/**
 * Parameters of a read: the form of a POST first, then the URL, as Go's `http.Request.Form` orders them.
 * Repeated names keep all their values.
 */
export async function readParams(request: FastifyRequest): Promise<Result<URLSearchParams, Failure>> {
  const url = new URLSearchParams(queryString(request.url));
  if (request.method !== 'POST') return ok(url);
  const limit = { key: 'the form of a query', value: MAX_FORM_BYTES, unit: 'bytes' };
  const inFlight = new ByteBudget(Infinity);
  const share = inFlight.open();
  const body = await readBody(request.raw, { maxBytes: limit, maxDecompressedBytes: limit, inFlight }, share);
  if (!body.ok) return body;
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  // Clients name a type for an empty body as well: all there is stands in the URL then.
  if (body.value.length > 0 && type !== '' && type !== 'application/x-www-form-urlencoded') {
    return err(
      failure(
        'unsupported_content_type',
        `content type ${type} is not supported: send application/x-www-form-urlencoded`,
      ),
    );
  }
  const form = new URLSearchParams(body.value.toString('utf8'));
  for (const [name, value] of url) form.append(name, value);
  return ok(form);
}

function queryString(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}
