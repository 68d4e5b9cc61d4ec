import { asText } from '../../api/json.js';
import { buffersOf, packTree, type PackedTree } from './packed-tree.js';
import { TraceStream } from './trace-stream.js';
import { buildTree } from './tree.js';

/** What becomes of the bytes of an answer of api/v2/traces/{id}. */
export interface ReadTrace {
  readonly tree: PackedTree;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

/** A piece of the answer, or `null` at its end. */
export type TracePiece = ArrayBuffer | null;

const stream = new TraceStream();

// A trace of ten thousand spans takes a quarter of a second to read: the page stays free meanwhile.
self.onmessage = (event: MessageEvent<TracePiece>): void => {
  if (event.data !== null) {
    stream.push(new Uint8Array(event.data));
    return;
  }
  const { spans, body, bytes } = stream.end();
  const cut = body['status'] === 'PARTIAL' ? (asText(body['message']) ?? 'PARTIAL') : undefined;
  const tree = packTree(buildTree(spans), bytes);
  const answer: ReadTrace = { tree, cut };
  self.postMessage(answer, { transfer: buffersOf(tree) });
};
