import { createServer } from 'node:net';
import { once } from 'node:events';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { err, ok, type Result } from '@bongsu/model';
import { listenProblem, type ListenProblem } from '../http/listen-problem.js';
import type { OtlpReceiver } from '../ingest/receiver.js';
import type { ByteBudget } from '../limits/byte-budget.js';
import type { Slots } from '../limits/slots.js';
import { admission } from './admission.js';
import { exportHandler, OTLP_SERVICES } from './otlp-service.js';

export interface GrpcOptions {
  readonly receiver: OtlpReceiver;
  readonly slots: Slots;
  readonly inFlight: ByteBudget;
  /** Bytes of one message, compressed or not. */
  readonly maxMessageBytes: number;
  readonly onBug: (error: unknown) => void;
}

export interface GrpcListener {
  readonly port: number;
  /** Takes no new calls, waits for those that run, and cuts them off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** OTLP over gRPC on one port; 0 takes a free one. */
export async function listenGrpc(
  host: string,
  port: number,
  options: GrpcOptions,
): Promise<Result<GrpcListener, ListenProblem>> {
  const free = await probe(host, port);
  if (!free.ok) return free;
  const server = new Server({
    'grpc.max_receive_message_length': options.maxMessageBytes,
    interceptors: [admission(options.slots, options.inFlight, 'limits.request.maxDecompressedBytes')],
  });
  for (const [signal, method] of OTLP_SERVICES) {
    server.addService({ Export: method }, { Export: exportHandler(options.receiver, signal, options.onBug) });
  }
  const bound = await new Promise<Result<number, ListenProblem>>((resolve) => {
    const address = host.includes(':') ? `[${host}]:${free.value}` : `${host}:${free.value}`;
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, boundPort) => {
      resolve(error === null ? ok(boundPort) : err(listenProblem(error, host, port)));
    });
  });
  if (!bound.ok) return bound;
  return ok({ port: bound.value, close: (graceMs) => shutDown(server, graceMs) });
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
