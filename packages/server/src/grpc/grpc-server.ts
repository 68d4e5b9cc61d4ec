import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { err, ok, type Result } from '@bongsu/model';
import { listenProblem, type ListenProblem } from '../http/listen-problem.js';
import type { OtlpReceiver } from '../ingest/receiver.js';
import type { ByteBudget } from '../limits/byte-budget.js';
import type { Slots } from '../limits/slots.js';
import { admission } from './admission.js';
import type { TempoOptions } from '../http/tempo/tempo-options.js';
import { exportHandler, OTLP_SERVICES } from './otlp-service.js';
import { addStreamingQuerier } from './tempo/streaming-querier.js';

export interface GrpcOptions {
  readonly receiver: OtlpReceiver;
  /** What Tempo's streaming queries are answered with. */
  readonly tempo: TempoOptions;
  /** Of those who read. */
  readonly slots: Slots;
  readonly ingestSlots: Slots;
  readonly inFlight: ByteBudget;
  /** Bytes of one message, compressed or not. */
  readonly maxMessageBytes: number;
  readonly onBug: (error: unknown) => void;
}

export interface GrpcListener {
  readonly port: number;
  /** Serves the same on a connection that somebody else accepted. */
  serve(socket: Socket): void;
  /** Takes no new calls, waits for those that run, and cuts them off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** OTLP and Tempo's streaming queries over gRPC on one port; 0 takes a free one. */
export async function listenGrpc(
  host: string,
  port: number,
  options: GrpcOptions,
): Promise<Result<GrpcListener, ListenProblem>> {
  const free = await probe(host, port);
  if (!free.ok) return free;
  const exports = new Set(OTLP_SERVICES.map(([, { path }]) => path));
  const slotsOf = (path: string): Slots => (exports.has(path) ? options.ingestSlots : options.slots);
  const server = new Server({
    'grpc.max_receive_message_length': options.maxMessageBytes,
    interceptors: [admission(slotsOf, options.inFlight, 'limits.request.maxDecompressedBytes')],
  });
  for (const [signal, method] of OTLP_SERVICES) {
    server.addService({ Export: method }, { Export: exportHandler(options.receiver, signal, options.onBug) });
  }
  addStreamingQuerier(server, options.tempo, options.onBug);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const bound = await new Promise<Result<number, ListenProblem>>((resolve) => {
    const address = host.includes(':') ? `[${host}]:${free.value}` : `${host}:${free.value}`;
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, boundPort) => {
      resolve(error === null ? ok(boundPort) : err(listenProblem(error, host, port)));
    });
  });
  if (!bound.ok) return bound;
  return ok({
    port: bound.value,
    serve: (socket) => injector.injectConnection(socket),
    close: async (graceMs) => {
      injector.drain(graceMs);
      await shutDown(server, graceMs);
    },
  });
}

/** The library reports every failed bind with the same words; a plain listener knows the cause. */
async function probe(host: string, port: number): Promise<Result<number, ListenProblem>> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    const address = server.address();
    return ok(typeof address === 'object' && address !== null ? address.port : port);
  } catch (error) {
    return err(listenProblem(error, host, port));
  } finally {
    server.close();
  }
}

async function shutDown(server: Server, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const cutOff = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
  });
  const drained = new Promise<void>((resolve) => {
    server.tryShutdown(() => {
      resolve();
    });
  });
  await Promise.race([drained, cutOff]);
  clearTimeout(timer);
}
