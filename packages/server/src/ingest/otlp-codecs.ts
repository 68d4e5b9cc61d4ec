import type { Sequence, SeriesAdmission, Tenant } from '@bongsu/model';
import {
  LogsDecoder,
  MetricsDecoder,
  ResourceCache,
  TracesDecoder,
  transcodeLogs,
  transcodeMetrics,
  transcodeTraces,
  type OtlpLimits,
} from '@bongsu/wire/otlp';
import type { Config } from '../config/schema.js';
import type { SignalCodecs } from './receiver.js';

/**
 * The decoders keep caches of what senders repeat, so there is one of each for the life of the process.
 * `discoversLevels` says for which tenants log lines are given their level.
 */
export function createOtlpCodecs(
  limits: Config['limits']['otlp'],
  sequence: Sequence,
  discoversLevels: (tenant: Tenant) => boolean,
  admission: SeriesAdmission,
): SignalCodecs {
  const bounds: OtlpLimits = {
    attributesPerRecord: {
      key: 'limits.otlp.attributesPerRecord',
      value: limits.attributesPerRecord,
      unit: 'attributes',
    },
    attributeDepth: { key: 'limits.otlp.attributeDepth', value: limits.attributeDepth, unit: 'levels of nesting' },
    bodyBytes: { key: 'limits.otlp.bodyBytes', value: limits.bodyBytes, unit: 'bytes of log body' },
  };
  // One for logs and spans: what both name is stored once a day.
  const resources = new ResourceCache(bounds);
  const logs = new LogsDecoder({ sequence, limits: bounds, resources });
  const plainLogs = new LogsDecoder({ sequence, limits: bounds, resources, discoverLevels: false });
  const traces = new TracesDecoder({ limits: bounds, resources });
  // A remembered series takes about 540 bytes: some 110 MB at most. One that is forgotten is decoded anew.
  const metrics = new MetricsDecoder({ limits: bounds, maxCachedSeries: 200_000, admission });
  return {
    logs: {
      decode: (body, context) => (discoversLevels(context.tenant) ? logs : plainLogs).decode(body, context),
      transcode: transcodeLogs,
    },
    traces: { decode: (body, context) => traces.decode(body, context), transcode: transcodeTraces },
    metrics: { decode: (body, context) => metrics.decode(body, context), transcode: transcodeMetrics },
  };
}
