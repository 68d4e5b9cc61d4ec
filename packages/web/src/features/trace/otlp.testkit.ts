import * as fc from 'fast-check';

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
/** Answers of api/v2/traces/{id}, some of them with what no server should send. */
export const otlpDocument = fc.record({
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
