import { asRecord, asText } from '../../api/json.js';
import { fetchTrace } from '../../api/tempo-trace.js';
import { parseTrace } from './otlp.js';
import { buildTree, type TraceTree } from './tree.js';

export interface LoadedTrace {
  readonly tree: TraceTree;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

/** How react-query knows a trace. */
export const traceKey = (traceId: string): readonly [string, string] => ['trace', traceId];

/** @param traceId 32 hex digits. @throws ApiError */
export async function loadTrace(traceId: string, signal?: AbortSignal): Promise<LoadedTrace> {
  const body = asRecord(await fetchTrace(traceId, signal));
  const cut = body['status'] === 'PARTIAL' ? (asText(body['message']) ?? 'PARTIAL') : undefined;
  return { tree: buildTree(parseTrace(body)), cut };
}
