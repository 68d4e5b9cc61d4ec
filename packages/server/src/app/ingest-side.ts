import { Sequence, type AcceptWindow, type Clock, type TelemetrySink, type Tenant } from '@bongsu/model';
import { SeriesTable } from '@bongsu/wire/prometheus';
import { RemoteWriteDecoder } from '@bongsu/wire/remote-write';
import type { Config } from '../config/schema.js';
import { Admission } from '../http/admission.js';
import type { BodyLimits } from '../http/body.js';
import { Intake } from '../http/intake.js';
import { acceptWindow } from '../ingest/accepted-times.js';
import { ActiveSeries, seriesLimits } from '../ingest/active-series.js';
import { countedSink } from '../ingest/counted-sink.js';
import { DecodeTurns } from '../ingest/decode-turns.js';
import { LogFeed } from '../ingest/log-feed.js';
import { createPushDecoders, createTenantRates, discoversLevels } from '../ingest/loki-decoders.js';
import { LokiPushReceiver } from '../ingest/loki-push-receiver.js';
import { createOtlpCodecs } from '../ingest/otlp-codecs.js';
import { OtlpReceiver } from '../ingest/receiver.js';
import { RejectionLog } from '../ingest/rejection-log.js';
import { RemoteWriteReceiver } from '../ingest/remote-write-receiver.js';
import { ByteBudget } from '../limits/byte-budget.js';
import { Slots } from '../limits/slots.js';
import type { SelfMetrics } from '../self/self-metrics.js';
import { registerSeriesMetrics } from '../self/series-metrics.js';

/** Everything between a request that brings telemetry and the store. */
export interface IngestSide {
  readonly receiver: OtlpReceiver;
  readonly lokiPush: LokiPushReceiver;
  readonly remoteWrite: RemoteWriteReceiver;
  /** Of HTTP. */
  readonly intake: Intake;
  readonly body: BodyLimits;
  /** Of those who send, whatever their protocol. */
  readonly slots: Slots;
  /** Of lines as they are stored. */
  readonly feed: LogFeed;
  readonly rejections: RejectionLog;
  /** What scraping writes to and with. */
  readonly scraped: {
    readonly sink: TelemetrySink;
    readonly table: SeriesTable;
    readonly window: () => AcceptWindow;
    readonly rejections: RejectionLog;
  };
}

/** Series that remote write and scraping each know again: 32 bytes a series, so 128 MB at most. */
const SERIES_REMEMBERED = 4_000_000;

/** @param sink the store. */
export function createIngestSide(config: Config, clock: Clock, metrics: SelfMetrics, sink: TelemetrySink): IngestSide {
  const activeSeries = new ActiveSeries(seriesLimits(config), clock);
  registerSeriesMetrics(metrics.registry, activeSeries);
  const feed = new LogFeed(countedSink(sink, activeSeries));
  const ingest = {
    sink: feed,
    times: { retention: config.retention, futureWindow: config.ingest.futureWindow },
    clock,
    turns: new DecodeTurns(clock),
    metrics,
    rejections: new RejectionLog(),
  };
  // One for all ways in: it orders lines of equal time by their arrival.
  const sequence = new Sequence(clock.now());
  const discovers = (tenant: Tenant): boolean => discoversLevels(config.loki, tenant);
  const slots = new Slots(config.limits.request.maxConcurrent);
  const limits = bodyLimits(config);
  const admission = new Admission({ slots, turns: ingest.turns, maxWait: config.ingest.queue.maxWait });
  return {
    receiver: new OtlpReceiver({
      ...ingest,
      codecs: createOtlpCodecs(config.limits.otlp, sequence, discovers, activeSeries),
    }),
    lokiPush: new LokiPushReceiver({
      ...ingest,
      decoderOf: createPushDecoders(config, sequence),
      rates: createTenantRates(config.limits.loki, clock),
    }),
    remoteWrite: new RemoteWriteReceiver({
      ...ingest,
      decoder: new RemoteWriteDecoder(new SeriesTable(SERIES_REMEMBERED, activeSeries)),
    }),
    intake: new Intake({ admission, limits }),
    body: limits,
    slots,
    feed,
    rejections: ingest.rejections,
    scraped: {
      sink: feed,
      table: new SeriesTable(SERIES_REMEMBERED, activeSeries),
      window: () => acceptWindow(ingest.times, 'metrics', clock.now()),
      rejections: ingest.rejections,
    },
  };
}

function bodyLimits({ limits: { request } }: Config): BodyLimits {
  const bytes = (name: 'maxBytes' | 'maxDecompressedBytes') => ({
    key: `limits.request.${name}`,
    value: request[name],
    unit: 'bytes',
  });
  return {
    maxBytes: bytes('maxBytes'),
    maxDecompressedBytes: bytes('maxDecompressedBytes'),
    inFlight: new ByteBudget(request.maxBytesInFlight),
  };
}
