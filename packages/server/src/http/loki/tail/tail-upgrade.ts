import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { err, nanos, ok, type Clock, type DurationMs, type LogBatch, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { StoredLinesReader, Tail, type PipelineLimits, type StoredLines } from '@bongsu/query/logql';
import { WebSocketServer, type WebSocket } from 'ws';
import { failure, type Failure } from '../../../errors/failure.js';
import { ERRORS } from '../../../errors/registry.js';
import type { LogFeed } from '../../../ingest/log-feed.js';
import type { Logger } from '../../../self/logger.js';
import { tenantOf } from '../../family.js';
import { encodingFlagsOf } from '../encoding-flags.js';
import { lokiFailure } from '../loki-failure.js';
import { legacyQuery, lokiLimit, lokiRange } from '../loki-params.js';
import { framesV1, legacyFrames } from './frames.js';
import { CLOSE, closeReason, TailSession, type TailRequest } from './tail-session.js';

export interface TailUpgradeOptions {
  readonly runner: SqlRunner;
  readonly feed: LogFeed;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Largest `limit`, inclusive. */
  readonly maxLines: number;
  /** Of one tenant at once (`limits.loki.tails`). */
  readonly maxTails: number;
  /** Longest tail (`limits.loki.tailTime`). */
  readonly maxTime: DurationMs;
  /** How far in the future a line may lie. */
  readonly futureWindow: DurationMs;
  readonly pipelineLimits: PipelineLimits;
}

const PATHS = new Map([
  ['/loki/api/v1/tail', 'v1'],
  ['/api/prom/tail', 'legacy'],
] as const);
const NS_PER_MS = 1_000_000n;
const PING_MS = 1000;
/** A client that answers no ping for so long is gone; browsers and libraries answer by themselves. */
const SILENCE_MS = 30_000;
const MAX_DELAY_S = 5;
/** Clients have nothing to say. */
const MAX_CLIENT_MESSAGE_BYTES = 4096;

interface TenantTails {
  open: number;
  readonly reader: StoredLinesReader;
  /** Of the last commits: sessions come to each one after the other. */
  readonly read: WeakMap<LogBatch, StoredLines>;
}

/** Loki's tail: https://grafana.com/docs/loki/latest/reference/loki-http-api/#stream-logs */
export class TailUpgrade {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_MESSAGE_BYTES });
  readonly #tenants = new Map<Tenant, TenantTails>();
  readonly #sockets = new Set<WebSocket>();
  #closing = false;

  constructor(private readonly options: TailUpgradeOptions) {}

  /** Takes requests for a tail; a wrong one is answered in HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const [path = '', search = ''] = (request.url ?? '').split('?', 2);
    const version = PATHS.get(path as '/loki/api/v1/tail');
    if (version === undefined || this.#closing) return false;
    const asked = this.#requestOf(request, new URLSearchParams(search), version);
    if (!asked.ok) {
      refuse(socket, asked.error);
      return true;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => void this.#serve(client, asked.value));
    return true;
  }

  #requestOf(
    request: IncomingMessage,
    params: URLSearchParams,
    version: 'v1' | 'legacy',
  ): Result<TailRequest, Failure> {
    const tenant = tenantOf(request);
    if (!tenant.ok) return tenant;
    const query = version === 'legacy' ? legacyQuery(params) : (params.get('query') ?? '');
    const tail = Tail.of(query, this.options.pipelineLimits);
    if (!tail.ok) return err(lokiFailure(tail.error));
    const range = lokiRange(params, this.options.clock);
    if (!range.ok) return range;
    const limit = lokiLimit(params, this.options.maxLines);
    if (!limit.ok) return limit;
    const delay = delayFor(params);
    if (!delay.ok) return delay;
    const frames = version === 'legacy' ? legacyFrames : framesV1(encodingFlags(request, params));
    return ok({
      tail: tail.value,
      tenant: tenant.value,
      start: range.value.start,
      // Lines of the future that are stored already count among the newest.
      end: nanos(this.options.clock.nowNanos() + BigInt(this.options.futureWindow) * NS_PER_MS),
      limit: limit.value,
      delayMs: delay.value,
      frames,
    });
  }

  async #serve(socket: WebSocket, request: TailRequest): Promise<void> {
    const { runner, feed, clock, logger, maxTails, maxTime } = this.options;
    const started = clock.monotonic();
    const { tenant } = request;
    // What is wrong with a connection closes it.
    socket.on('error', (error) => logger.debug({ reason: error.message }, 'a tail broke off'));
    const tails = this.#tailsOf(tenant);
    if (tails.open >= maxTails) {
      const message = `max concurrent tail requests limit exceeded, count > limit (${tails.open + 1} > ${maxTails})`;
      socket.close(CLOSE.failed, message);
      return;
    }
    tails.open++;
    this.#sockets.add(socket);
    const linesOf = (batch: LogBatch): StoredLines => {
      let read = tails.read.get(batch);
      if (read === undefined) tails.read.set(batch, (read = tails.reader.read(batch.logs)));
      return read;
    };
    const session = new TailSession(socket, request, { runner, clock, linesOf });
    const unfollow = feed.follow(tenant, session.accept);
    const stopPings = keepAlive(socket);
    const end = setTimeout(() => socket.close(CLOSE.failed, 'reached tail max duration limit'), maxTime);
    try {
      await session.run();
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      logger.error({ stack }, 'bug: a tail failed');
      socket.close(CLOSE.failed, 'an internal error; the log of the server has its cause');
    } finally {
      clearTimeout(end);
      stopPings();
      unfollow();
      this.#sockets.delete(socket);
      tails.open--;
      if (tails.open === 0) this.#tenants.delete(tenant);
      logger.info({ tenant, ms: Math.round(clock.monotonic() - started) }, 'a tail has ended');
    }
  }

  #tailsOf(tenant: Tenant): TenantTails {
    let tails = this.#tenants.get(tenant);
    if (tails === undefined) {
      tails = { open: 0, reader: new StoredLinesReader(tenant, this.options.runner), read: new WeakMap() };
      this.#tenants.set(tenant, tails);
    }
    return tails;
  }

  /** Tells every client to go; a connection that is not closed after `graceMs` is cut. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#sockets].map((socket) => closed(socket, graceMs)));
  }
}

/** From the header, or from our own parameter `encoding_flags`: a browser's WebSocket sends no headers. */
function encodingFlags(request: IncomingMessage, params: URLSearchParams): readonly string[] {
  const flags = params.get('encoding_flags') ?? '';
  return flags === '' ? encodingFlagsOf(request) : flags.split(',');
}

async function closed(socket: WebSocket, graceMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => socket.terminate(), graceMs);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(CLOSE.goingAway, closeReason('the server is stopping'));
  });
}

/** Loki pings every second, so that proxies keep the connection. @returns what stops it. */
function keepAlive(socket: WebSocket): () => void {
  let silentMs = 0;
  socket.on('pong', () => {
    silentMs = 0;
  });
  const pings = setInterval(() => {
    silentMs += PING_MS;
    if (silentMs > SILENCE_MS) socket.terminate();
    else socket.ping();
  }, PING_MS);
  return () => clearInterval(pings);
}

/** `delay_for` in whole seconds, as milliseconds. */
function delayFor(params: URLSearchParams): Result<number, Failure> {
  const text = params.get('delay_for') ?? '';
  if (text === '') return ok(0);
  if (!/^\d{1,15}$/.test(text)) {
    return err(
      failure('bad_parameter', `could not parse 'delay_for' parameter: ${JSON.stringify(text)} is not a number`),
    );
  }
  const seconds = Number(text);
  if (seconds > MAX_DELAY_S) return err(failure('bad_parameter', `delay_for can't be greater than ${MAX_DELAY_S}`));
  return ok(seconds * 1000);
}

/** Answers in plain HTTP before the upgrade, in Loki's form. */
function refuse(socket: Duplex, { code, message }: Failure): void {
  const status = ERRORS[code].loki;
  const body = Buffer.from(message);
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
          `X-Content-Type-Options: nosniff\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}
