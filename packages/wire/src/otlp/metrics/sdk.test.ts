import { millis, nanos } from '@bongsu/model';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, AggregationType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import type { DecodeContext } from '../context.js';
import { context } from './request.testkit.js';
import { decoded, type ReadBatch, seriesText, values } from './rows.testkit.js';

class Collector extends MetricReader {
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }

  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
}

/** What the OpenTelemetry SDK for JavaScript exports after `record` ran. */
async function exported(
  temporality: AggregationTemporality,
  record: (meter: ReturnType<MeterProvider['getMeter']>) => void,
): Promise<ReadBatch> {
  const reader = new Collector({ aggregationTemporalitySelector: () => temporality });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({
      'service.name': 'shop',
      'service.namespace': 'eu',
      'service.instance.id': 'i-1',
      'host.name': '호스트',
    }),
    readers: [reader],
    views: [{ instrumentName: 'exp', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  record(provider.getMeter('test', '1.2.3'));
  const { resourceMetrics, errors } = await reader.collect();
  expect(errors).toEqual([]);
  const body = ProtobufMetricsSerializer.serializeRequest(resourceMetrics);
  await provider.shutdown();
  // The SDK reads the wall clock.
  const anyTime: DecodeContext = { ...context, now: nanos(0n), window: { oldest: millis(0), newest: millis(8e15) } };
  return decoded(body!, undefined, anyTime);
}

const SELF = 'instance="i-1",job="eu/shop"';
const TARGET_INFO = `target_info{host_name="호스트",${SELF}}`;

describe('OpenTelemetry SDK for JavaScript', () => {
  it('cumulative', async () => {
    const before = Date.now();
    const batch = await exported(AggregationTemporality.CUMULATIVE, (meter) => {
      meter
        .createCounter('http.requests', { description: '요청 수', unit: '{request}' })
        .add(3, { 'http.route': '/주문' });
      meter.createUpDownCounter('queue.size').add(-2);
      meter.createGauge('temp', { unit: 'Cel' }).record(21.5);
      meter.createObservableGauge('load', { unit: '1' }).addCallback((result) => result.observe(0.25, { cpu: 0 }));
      meter
        .createHistogram('latency', { unit: 'ms', advice: { explicitBucketBoundaries: [0.5, 10] } })
        .record(7, { ok: true });
      const exp = meter.createHistogram('exp', { unit: 's' });
      for (const value of [0, 1, 2, 4]) exp.record(value);
    });
    expect(batch.rejected).toEqual([]);
    expect(new Map(values(batch) as [string, number][])).toEqual(
      new Map<string, number>([
        [`http_requests_total{http_route="/주문",${SELF}}`, 3],
        [`queue_size{${SELF}}`, -2],
        [`temp_celsius{${SELF}}`, 21.5],
        [`load_ratio{cpu="0",${SELF}}`, 0.25],
        [`latency_milliseconds_bucket{${SELF},le="0.5",ok="true"}`, 0],
        [`latency_milliseconds_bucket{${SELF},le="10",ok="true"}`, 1],
        [`latency_milliseconds_bucket{${SELF},le="+Inf",ok="true"}`, 1],
        [`latency_milliseconds_sum{${SELF},ok="true"}`, 7],
        [`latency_milliseconds_count{${SELF},ok="true"}`, 1],
        [TARGET_INFO, 1],
      ]),
    );
    expect(batch.histograms).toMatchObject([
      { series: `exp_seconds{${SELF}}`, count: 4, sum: 7, schema: 6, zero_count: 1, positive_counts: [1, 1, 1] },
    ]);
    const [counter] = batch.samples;
    expect(counter?.['start']).toBeGreaterThanOrEqual(before - 1000);
    expect(counter?.['ts']).toBeGreaterThanOrEqual(counter?.['start'] as number);
    expect(batch.defs.find((def) => def.metric === 'http_requests_total')).toMatchObject({
      type: 'counter',
      help: '요청 수',
      unit: '{request}',
    });
  });

  it('delta', async () => {
    const batch = await exported(AggregationTemporality.DELTA, (meter) => {
      meter.createCounter('requests').add(3);
      meter.createHistogram('latency', { advice: { explicitBucketBoundaries: [1] } }).record(7);
      meter.createHistogram('exp').record(1);
    });
    expect(batch.deltas.map((delta) => [seriesText(delta.series), delta.value])).toEqual([
      [`requests_total{${SELF}}`, 3],
      [`latency_bucket{${SELF},le="1"}`, 0],
      [`latency_bucket{${SELF},le="+Inf"}`, 1],
      [`latency_sum{${SELF}}`, 7],
      [`latency_count{${SELF}}`, 1],
    ]);
    expect(values(batch)).toEqual([[TARGET_INFO, 1]]);
    expect(batch.rejected).toMatchObject([{ count: 1 }]);
    expect(batch.rejected[0]?.reason).toMatch(/^metric "exp": delta exponential histograms are not supported/);
  });
});
