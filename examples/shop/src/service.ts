import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanStatusCode, context, trace } from '@opentelemetry/api';
import { core } from '@opentelemetry/sdk-node';
import { pino, type Logger } from 'pino';
import { flushTelemetry } from './telemetry.js';

/** Buffered telemetry gets this long on the way out; the parent waits a little longer. */
const FLUSH_DEADLINE_MS = 5000;

export interface RouteRequest {
  /** The path segment that stood for `:id`, or ''. */
  readonly id: string;
  /** The parsed JSON body, or undefined. */
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** A path; its last segment may be `:id`. */
  readonly path: string;
  readonly handle: (request: RouteRequest) => Promise<Reply>;
}

export interface Service {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly logger: Logger;
  /** Runs after the last request was answered and before telemetry is flushed. */
  readonly close: () => void;
}

/** JSON lines on stdout; the instrumentation adds trace_id and span_id and sends a copy over OTLP. */
export function createLogger(): Logger {
  return pino({ base: null });
}

/** Serves until SIGTERM, or until the parent is gone; then answers what is in flight, flushes and exits 0. */
export function runService(service: Service): void {
  const server = createServer((request, response) => void answer(service, request, response));
  // Port 0 takes any free one; the parent learns it from the message.
  server.listen(service.port, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server.close(() => {
      service.close();
      void flushTelemetry(FLUSH_DEADLINE_MS).finally(() => process.exit(0));
    });
    server.closeIdleConnections();
  };
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  // Ctrl-C reaches the whole process group; the parent stops its traffic first and then tells us.
  process.on('SIGINT', () => undefined);
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const found = service.routes.flatMap((route) => {
    const id = route.method === request.method ? match(route.path, path) : undefined;
    return id === undefined ? [] : [{ route, id }];
  })[0];
  let reply: Reply;
  if (found === undefined) {
    service.logger.warn({ path }, 'no such page');
    reply = { status: 404, body: { error: `no such page: ${path}` } };
  } else {
    // node:http knows no routes, so the route that names the span and labels the metric is told here.
    const rpc = core.getRPCMetadata(context.active());
    if (rpc !== undefined) rpc.route = found.route.path;
    reply = await handle(service, found.route, found.id, request);
  }
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(reply.body));
}

async function handle(service: Service, route: Route, id: string, request: IncomingMessage): Promise<Reply> {
  try {
    return await route.handle({ id, body: await readJson(request) });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    const span = trace.getActiveSpan();
    span?.recordException(failure);
    span?.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
    service.logger.error({ err: failure, route: route.path }, `request failed: ${failure.message}`);
    return { status: 500, body: { error: failure.message } };
  }
}

/** The value of `:id`, '' for a path without one, undefined when `path` is another page. */
function match(pattern: string, path: string): string | undefined {
  if (!pattern.endsWith('/:id')) return pattern === path ? '' : undefined;
  const prefix = pattern.slice(0, -':id'.length);
  const id = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return id === '' || id.includes('/') ? undefined : decodeURIComponent(id);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown);
}
