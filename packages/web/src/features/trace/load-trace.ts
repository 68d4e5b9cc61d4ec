import { ApiError } from '../../api/http.js';
import { fetchTrace, tracePath } from '../../api/tempo-trace.js';
import { unpackTree } from './packed-tree.js';
import { type ReadTrace, type TracePiece } from './trace.worker.js';
import { type TraceTree } from './tree.js';

export interface LoadedTrace {
  readonly traceId: string;
  readonly tree: TraceTree;
  /** These are its first spans; the others are being read. */
  readonly partial: boolean;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

/** How react-query knows a trace. */
export const traceKey = (traceId: string): readonly [string, string] => ['trace', traceId];

/**
 * Reads the answer in a worker, as it comes in.
 * @param traceId 32 hex digits.
 * @param onFirst gets the first rows of a large trace, which take a fraction of the time that all take.
 * @throws ApiError
 */
export async function loadTrace(
  traceId: string,
  signal?: AbortSignal,
  onFirst?: (trace: LoadedTrace) => void,
): Promise<LoadedTrace> {
  const worker = new Worker(new URL('./trace.worker.ts', import.meta.url), { type: 'module' });
  const loaded = async ({ tree, partial, cut }: ReadTrace): Promise<LoadedTrace> => {
    return { traceId, tree: await unpackTree(tree), partial, cut };
  };
  const first = async (trace: ReadTrace): Promise<void> => {
    const shown = await loaded(trace);
    if (signal?.aborted !== true) onFirst?.(shown);
  };
  try {
    const answer = await fetchTrace(traceId, signal);
    const whole = new Promise<ReadTrace>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ReadTrace>) => (data.partial ? void first(data) : resolve(data));
      worker.onerror = ({ message }) => reject(new ApiError(200, tracePath(traceId), message));
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return await loaded(await Promise.race([whole, handOver(answer, worker).then(() => whole)]));
  } finally {
    worker.terminate();
  }
}

async function handOver(answer: ReadableStream<Uint8Array<ArrayBuffer>>, worker: Worker): Promise<void> {
  const hand = (piece: TracePiece): void => worker.postMessage(piece, piece === null ? [] : [piece]);
  const reader = answer.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    // A piece may be a part of a larger buffer, which is not the worker's.
    const { value } = next;
    hand(value.byteLength === value.buffer.byteLength ? value.buffer : value.slice().buffer);
  }
  hand(null);
}
