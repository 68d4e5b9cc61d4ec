import { ApiError } from '../../api/http.js';
import { fetchTrace, tracePath } from '../../api/tempo-trace.js';
import { unpackTree } from './packed-tree.js';
import { type ReadTrace } from './trace.worker.js';
import { type TraceTree } from './tree.js';

export interface LoadedTrace {
  readonly traceId: string;
  readonly tree: TraceTree;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

/** How react-query knows a trace. */
export const traceKey = (traceId: string): readonly [string, string] => ['trace', traceId];

/** Reads the answer in a worker, which starts while the server works. @param traceId 32 hex digits. @throws ApiError */
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
  answer: ArrayBuffer,
  traceId: string,
  signal: AbortSignal | undefined,
): Promise<ReadTrace> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ReadTrace>) => resolve(data);
    worker.onerror = ({ message }) => reject(new ApiError(200, tracePath(traceId), message));
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.postMessage(answer, [answer]);
  });
}
