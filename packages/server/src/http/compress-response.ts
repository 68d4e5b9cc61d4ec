import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, deflate, gzip, constants } from 'node:zlib';

const gzipAsync = promisify(gzip);
const deflateAsync = promisify(deflate);

/** Below this a packet holds the answer anyway. */
const MIN_BYTES = 1024;
const COMPRESSIBLE = /^(text\/|application\/(json|javascript|manifest\+json|x-protobuf|protobuf)|image\/svg)/;
/** Fast: answers are made once and read once. */
const LEVEL = { level: constants.Z_BEST_SPEED };

/** gzip or deflate of answers for clients that ask for it, on zlib's threads. */
export function compressResponses(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = reply.getHeader('content-type');
    if (typeof type !== 'string' || !COMPRESSIBLE.test(type) || reply.hasHeader('content-encoding')) return payload;
    reply.header('vary', vary(reply.getHeader('vary')));
    const coding = acceptedCoding(request.headers['accept-encoding']);
    if (coding === undefined || request.method === 'HEAD' || reply.statusCode === 206) return payload;
    if (payload instanceof Readable) {
      if (coding !== 'gzip') return payload;
      reply.header('content-encoding', 'gzip').removeHeader('content-length');
      const compressed = createGzip();
      payload.on('error', (error) => compressed.destroy(error));
      return payload.pipe(compressed);
    }
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
    if (Buffer.byteLength(payload) < MIN_BYTES) return payload;
    reply.header('content-encoding', coding).removeHeader('content-length');
    return coding === 'gzip' ? gzipAsync(payload, LEVEL) : deflateAsync(payload, LEVEL);
  });
}

/** gzip before deflate; `;q=0` refuses. */
export function acceptedCoding(header: string | undefined): 'gzip' | 'deflate' | undefined {
  const accepted = new Set<string>();
  for (const part of (header ?? '').split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(coding);
  }
  if (accepted.has('gzip')) return 'gzip';
  return accepted.has('deflate') ? 'deflate' : undefined;
}

function vary(existing: unknown): string {
  return typeof existing === 'string' && existing !== '' ? `${existing}, Accept-Encoding` : 'Accept-Encoding';
}
