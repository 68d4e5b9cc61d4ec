import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asRecord } from '../../api/json.js';
import { readSpan, type Span } from './otlp.js';
import { otlpDocument } from './otlp.testkit.js';
import { packTree, unpackTree } from './packed-tree.js';
import { span } from './span.testkit.js';
import { TraceStream } from './trace-stream.js';
import { buildTree, type TraceTree } from './tree.js';

const spanFields = Object.keys(span('a', '', 0, 1)) as readonly (keyof Span)[];

/** Nodes as they can be compared: others by their place, spans by what they say. */
const facts = (tree: TraceTree): unknown => ({
  ...tree,
  roots: tree.roots.map(({ index }) => index),
  nodes: tree.nodes.map((node) => ({
    ...node,
    parent: node.parent?.index,
    children: node.children.map(({ index }) => index),
    span: Object.fromEntries(spanFields.map((field) => [field, node.span[field]])),
  })),
});

it('is after the copy what the whole spans make', async () => {
  await fc.assert(
    fc.asyncProperty(otlpDocument, async (document) => {
      const stream = new TraceStream();
      stream.push(new TextEncoder().encode(JSON.stringify(document)));
      const { spans, bytes } = stream.end();
      const read = spans.map(({ from, to, origin }) => {
        return readSpan(asRecord(JSON.parse(new TextDecoder().decode(bytes.subarray(from, to)))), origin);
      });
      const sent = structuredClone(packTree(buildTree(spans), bytes));
      expect(facts(await unpackTree(sent))).toEqual(facts(buildTree(read)));
    }),
  );
});
