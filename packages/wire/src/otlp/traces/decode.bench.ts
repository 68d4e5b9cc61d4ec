import { DEFAULT_TENANT, millis, nanos, type Span } from '@bongsu/model';
import { bench, describe } from 'vitest';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { TracesDecoder } from './decode.js';
import { encodeTrace } from './encode.js';

const SPANS = 1_000;
const START = 1_760_000_000_000_000_000n;

/** A server span of an HTTP service: eight attributes, one event. */
const span = (i: number): Span => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: (i + 1).toString(16).padStart(16, '0'),
  parentSpanId: 'b7ad6b7169203331',
  traceState: '',
  flags: 257,
  name: 'POST /api/orders/:id',
  kind: 2,
  start: nanos(START),
  end: nanos(START + BigInt(i) * 1_000_003n),
  attributes: [
    { key: 'http.request.method', value: 'POST', type: 's' },
    { key: 'http.route', value: '/api/orders/:id', type: 's' },
    { key: 'http.response.status_code', value: '200', type: 'i' },
    { key: 'url.path', value: `/api/orders/${i}`, type: 's' },
    { key: 'url.scheme', value: 'http', type: 's' },
    { key: 'server.address', value: 'orders.shop.svc', type: 's' },
    { key: 'server.port', value: '8080', type: 'i' },
    { key: 'network.protocol.version', value: '1.1', type: 's' },
  ],
  droppedAttributes: 0,
  events: [{ ts: nanos(START + 1n), name: 'cache miss', attributes: [], droppedAttributes: 0 }],
  droppedEvents: 0,
  links: [],
  droppedLinks: 0,
  statusCode: 0,
  statusMessage: '',
});

const body = encodeTrace({
  resourceSpans: [
    {
      attributes: [{ key: 'service.name', value: 'orders', type: 's' }],
      droppedAttributes: 0,
      schemaUrl: '',
      scopeSpans: [
        {
          name: 'http',
          version: '1.0.0',
          attributes: [],
          droppedAttributes: 0,
          schemaUrl: '',
          spans: Array.from({ length: SPANS }, (_, i) => span(i)),
        },
      ],
    },
  ],
});
const decoder = new TracesDecoder({ limits: DEFAULT_OTLP_LIMITS });
const context = {
  tenant: DEFAULT_TENANT,
  now: nanos(START),
  window: { oldest: millis(0), newest: millis(4_000_000_000_000) },
};

describe('traces', () => {
  bench(`decode ${SPANS} spans of ${Math.round(body.length / SPANS)} bytes`, () => {
    decoder.decode(body, context);
  });
});
