import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSpan, readSpans, type Span } from './otlp.js';
import { packTree, unpackTree } from './packed-tree.js';
import { span } from './span.testkit.js';
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

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const attributes = fc.array(
  fc.record({ key: text, value: fc.oneof(fc.record({ stringValue: text }), fc.record({ boolValue: fc.boolean() })) }),
  { maxLength: 3 },
);
const id = fc.constantFrom('', '00000000000000a1', '00000000000000b2', 'AAECAwQFBgc=', '주');
const nanos = fc.bigInt(0n, 2n ** 63n - 1n).map(String);
const otlpSpan = fc.record(
  {
    spanId: id,
    parentSpanId: id,
    name: text,
    kind: fc.nat(5),
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    status: fc.record({ code: fc.nat(2), message: text }),
    attributes,
    events: fc.array(fc.record({ name: text, timeUnixNano: nanos, attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: id, spanId: id }), { maxLength: 2 }),
    droppedEventsCount: fc.nat(3),
  },
  { requiredKeys: [] },
);
const otlpDocument = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(
        fc.record({ scope: fc.record({ name: text }), spans: fc.array(otlpSpan, { maxLength: 8 }) }),
        {
          maxLength: 2,
        },
      ),
    }),
    { maxLength: 3 },
  ),
});

it('is after the copy what the whole spans make', async () => {
  await fc.assert(
    fc.asyncProperty(otlpDocument, async (document) => {
      const spans = readSpans(document);
      const sent = structuredClone(packTree(buildTree(spans)));
      const whole = buildTree(spans.map(({ raw, origin }) => readSpan(raw, origin)));
      expect(facts(await unpackTree(sent))).toEqual(facts(whole));
    }),
  );
});
