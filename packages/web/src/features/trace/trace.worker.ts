import { asRecord, asText } from '../../api/json.js';
import { readSpans } from './otlp.js';
import { buffersOf, packTree, type PackedTree } from './packed-tree.js';
import { buildTree } from './tree.js';

/** What becomes of the bytes of an answer of api/v2/traces/{id}. */
export interface ReadTrace {
  readonly tree: PackedTree;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

// A trace of ten thousand spans takes a quarter of a second to read: the page stays free meanwhile.
self.onmessage = (event: MessageEvent<ArrayBuffer>): void => {
  const body = asRecord(JSON.parse(new TextDecoder().decode(event.data)));
  const cut = body['status'] === 'PARTIAL' ? (asText(body['message']) ?? 'PARTIAL') : undefined;
  const tree = packTree(buildTree(readSpans(body)));
  const answer: ReadTrace = { tree, cut };
  self.postMessage(answer, { transfer: buffersOf(tree) });
};
