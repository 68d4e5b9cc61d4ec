import { MetricRegistry, type Counter, type Histogram } from './registry.js';

export type Signal = 'logs' | 'traces' | 'metrics';
export type Protocol = 'otlp-http' | 'otlp-grpc' | 'remote-write' | 'loki-push' | 'zipkin' | 'scrape';

/** What the server counts about itself. Built once by the app. */
export interface SelfMetrics {
  readonly registry: MetricRegistry;
  readonly ingestRequests: Counter;
  readonly ingestRecords: Counter;
  readonly ingestRejected: Counter;
  readonly ingestBytes: Counter;
  readonly ackSeconds: Histogram;
  readonly querySeconds: Histogram;
  readonly httpRequests: Counter;
}

/** From a quick commit (a few ms) to the longest a client waits. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createSelfMetrics(): SelfMetrics {
  const registry = new MetricRegistry();
  const ingest = ['signal', 'protocol'];
  return {
    registry,
    ingestRequests: registry.counter('bongsu_ingest_requests_total', 'Ingest requests by outcome.', [
      ...ingest,
      'code',
    ]),
    ingestRecords: registry.counter(
      'bongsu_ingest_records_total',
      'Log records, spans or samples that are stored and on disk.',
      ingest,
    ),
    ingestRejected: registry.counter(
      'bongsu_ingest_rejected_records_total',
      'Records refused by name while their neighbours were stored.',
      ingest,
    ),
    ingestBytes: registry.counter('bongsu_ingest_bytes_total', 'Bytes of ingest bodies after decompression.', ingest),
    ackSeconds: registry.histogram(
      'bongsu_ingest_ack_seconds',
      'From a decoded request to its durable acknowledgement.',
      ['signal'],
      SECONDS,
    ),
    querySeconds: registry.histogram('bongsu_query_seconds', 'Length of queries by language.', ['language'], SECONDS),
    httpRequests: registry.counter('bongsu_http_requests_total', 'HTTP requests by method and status.', [
      'method',
      'status',
    ]),
  };
}
