import { ApiError } from '../../api/http.js';
import { fetchTrace, tracePath } from '../../api/tempo-trace.js';
import { unpackTree } from './packed-tree.js';
import { type ReadTrace, type TracePiece } from './trace.worker.js';
import { type TraceTree } from './tree.js';

export interface LoadedTrace {
  readonly traceId: string;
  readonly tree: TraceTree;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

/** How react-query knows a trace. */
export const traceKey = (traceId: string): readonly [string, string] => ['trace', traceId];

/** Reads the answer in a worker, as it comes in. @param traceId 32 hex digits. @throws ApiError */
export async function loadTrace(traceId: string, signal?: AbortSignal): Promise<LoadedTrace> {
  const worker = new Worker(new URL('./trace.worker.ts', import.meta.url), { type: 'module' });
  try {
    const { tree, cut } = await read(worker, await fetchTrace(traceId, signal), traceId, signal);
    return { traceId, tree: await unpackTree(tree), cut };
  } finally {
    worker.terminate();
  }
}

async function read(
  worker: Worker,
  answer: ReadableStream<Uint8Array<ArrayBuffer>>,
  traceId: string,
  signal: AbortSignal | undefined,
): Promise<ReadTrace> {
  const result = new Promise<ReadTrace>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ReadTrace>) => resolve(data);
    worker.onerror = ({ message }) => reject(new ApiError(200, tracePath(traceId), message));
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  const hand = (piece: TracePiece): void => worker.postMessage(piece, piece === null ? [] : [piece]);
  const pump = async (): Promise<ReadTrace> => {
    const reader = answer.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      // A piece may be a part of a larger buffer, which is not the worker's.
      const { value } = next;
      hand(value.byteLength === value.buffer.byteLength ? value.buffer : value.slice().buffer);
    }
    hand(null);
    return result;
  };
  return Promise.race([result, pump()]);
}
