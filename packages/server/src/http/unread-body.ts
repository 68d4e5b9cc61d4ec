import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Up to here a body is read and thrown away: that costs less than the new connection its sender would make. */
const SMALL_BYTES = 256 * 1024;

/** How long a body that does not say its length may take to turn out small. */
const SMALL_MS = 500;

/** Read after the answer at most: what is on its way when the sender hears it. */
const LINGER_BYTES = 256 * 1024;

/** From the answer to the reset, for senders that look at it late or only when they have sent all. */
const LINGER_MS = 2000;

/**
 * Answers that ask to come again come before the body, not after it: what is refused because there is too much to do
 * should not have the rest of its megabytes sent, read and thrown away. The connection ends with such an answer, in the
 * way of RFC 9112, 9.6, so that the sender sees the answer and not a reset.
 */
export function leaveBodiesUnread(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const body = request.raw;
    if (!reply.hasHeader('retry-after') || body.readableDidRead || body.complete) return payload;
    // Who waits for "100 Continue" has sent nothing; see `continueWhenRead`.
    if (request.headers.expect !== undefined) return payload;
    const declared = request.headers['content-length'];
    if (declared === undefined ? await endsWithin(body, SMALL_BYTES, SMALL_MS) : Number(declared) <= SMALL_BYTES) {
      return payload;
    }
    reply.header('connection', 'close');
    lingerAfterAnswer(body);
    return payload;
  });
}

/** Reads and throws away. @returns whether that was all there is; otherwise reading has stopped. */
function endsWithin(body: IncomingMessage, bytes: number, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    let length = 0;
    const done = (ended: boolean): void => {
      clearTimeout(timer);
      body.off('data', onData).off('end', onEnd).off('close', onEnd);
      if (!ended) body.pause();
      resolve(ended);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > bytes) done(false);
    };
    const onEnd = (): void => done(true);
    const timer = setTimeout(done, ms, false);
    body.on('data', onData).on('end', onEnd).on('close', onEnd);
  });
}

/**
 * Node destroys a socket by `destroySoon` as soon as an answer with `Connection: close` is written; with bytes unread
 * the system then sends a reset, which many clients see before the answer. So this socket is closed for writing alone
 * first, and read on for a while. A sender that still writes after that gets EPIPE, since it has seen the end, and can
 * read the answer.
 */
function lingerAfterAnswer(body: IncomingMessage): void {
  const { socket } = body;
  let left = LINGER_BYTES;
  // From now on: what nobody has begun to read Node reads to its end, once it has answered.
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left <= 0) body.pause();
  });
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(timer));
    if (body.readableEnded) socket.destroy();
    else body.once('end', () => socket.destroy());
  };
}
