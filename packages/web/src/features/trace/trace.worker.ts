import { asText } from '../../api/json.js';
import { buffersOf, packTree, type PackedTree } from './packed-tree.js';
import { TraceStream } from './trace-stream.js';
import { buildTree, spansInPlace } from './tree.js';

/** What becomes of the bytes of an answer of api/v2/traces/{id}. */
export interface ReadTrace {
  readonly tree: PackedTree;
  /** These are its first spans; the others follow, in a message with all. */
  readonly partial: boolean;
  /** What the server says of spans that it did not send; undefined when it sent all. */
  readonly cut: string | undefined;
}

/** A piece of the answer, or `null` at its end. */
export type TracePiece = ArrayBuffer | null;

/** Rows of a tall screen: with so many spans in their places, there is something to look at. */
const SCREENFUL = 50;

const stream = new TraceStream();
/** With so many spans read, it is worth to look for a screenful; doubled each time, so that all looks cost one more. */
let lookAt: number | undefined = SCREENFUL;

// A trace of ten thousand spans takes a quarter of a second to read: the page stays free meanwhile, and shows the first.
self.onmessage = (event: MessageEvent<TracePiece>): void => {
  if (event.data !== null) {
    stream.push(new Uint8Array(event.data));
    if (lookAt !== undefined && stream.count >= lookAt) sendFirst();
    return;
  }
  const { spans, body, bytes } = stream.end();
  const cut = body['status'] === 'PARTIAL' ? (asText(body['message']) ?? 'PARTIAL') : undefined;
  send({ tree: packTree(buildTree(spans), bytes), partial: false, cut });
};

function sendFirst(): void {
  const { spans, bytes } = stream.soFar();
  const first = spansInPlace(spans);
  lookAt = first.length < SCREENFUL ? spans.length * 2 : undefined;
  if (lookAt === undefined) send({ tree: packTree(buildTree(first), bytes), partial: true, cut: undefined });
}

function send(trace: ReadTrace): void {
  self.postMessage(trace, { transfer: buffersOf(trace.tree) });
}
