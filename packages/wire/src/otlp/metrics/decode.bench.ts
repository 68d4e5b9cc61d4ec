import { bench, describe } from 'vitest';
import { dayOfMillis, millis } from '@bongsu/model';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { MetricsDecoder } from './decode.js';
import { context, request, T0, type NumberInput } from './request.testkit.js';

const POINTS = 1_000;

/** Points as an HTTP server's meter makes them: four attributes, about 150 bytes. */
const points = (count: number): NumberInput[] =>
  Array.from({ length: count }, (_, i) => ({
    start: T0 - 60_000,
    double: i / 7,
    attributes: {
      'http.request.method': 'GET',
      'http.route': `/api/orders/${i}`,
      'http.response.status_code': 200n,
      'server.address': 'shop.example',
    },
  }));

const resource = { 'service.name': 'checkout', 'service.instance.id': 'a', 'host.name': 'h1' };
const one = request({ resource, metrics: [{ name: 'http.server.active', gauge: points(POINTS) }] });
const many = request({
  resource,
  metrics: Array.from({ length: POINTS / 4 }, (_, i) => ({ name: `m${i}`, unit: 'By', sum: points(4) })),
});
const histograms = request({
  resource,
  metrics: [
    {
      name: 'http.server.request.duration',
      unit: 's',
      histogram: points(POINTS / 10).map(({ start, attributes }) => ({
        start: start!,
        attributes: attributes!,
        count: 160n,
        sum: 12.5,
        bounds: [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000],
        counts: Array.from({ length: 16 }, () => 10n),
      })),
    },
  ],
});

/** As in a running server: every series known and stored. */
function warm(body: Uint8Array): () => void {
  const decoder = new MetricsDecoder({ limits: DEFAULT_OTLP_LIMITS });
  const first = decoder.decode(body, context);
  if (!first.ok) throw new Error(first.error.message);
  for (const { def } of first.value.batch.series) def.storedDay = dayOfMillis(millis(T0));
  return () => {
    decoder.decode(body, context);
  };
}

describe('metrics', () => {
  bench(`${POINTS} gauge points of one metric, ${Math.round(one.length / POINTS)} bytes each`, warm(one));
  bench(`${POINTS} sum points of ${POINTS / 4} metrics, ${Math.round(many.length / POINTS)} bytes each`, warm(many));
  bench(`${POINTS / 10} histogram points, 18 samples each`, warm(histograms));
});
