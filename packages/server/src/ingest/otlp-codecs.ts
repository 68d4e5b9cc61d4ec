import { Sequence, type Clock } from '@bongsu/model';
import {
  LogsDecoder,
  MetricsDecoder,
  TracesDecoder,
  transcodeLogs,
  transcodeMetrics,
  transcodeTraces,
  type OtlpLimits,
} from '@bongsu/wire/otlp';
import type { Config } from '../config/schema.js';
import type { SignalCodecs } from './receiver.js';

/** The decoders keep caches of what senders repeat, so there is one of each for the life of the process. */
export function createOtlpCodecs(limits: Config['limits']['otlp'], clock: Clock): SignalCodecs {
  const bounds: OtlpLimits = {
    attributesPerRecord: {
      key: 'limits.otlp.attributesPerRecord',
      value: limits.attributesPerRecord,
      unit: 'attributes',
    },
    attributeDepth: { key: 'limits.otlp.attributeDepth', value: limits.attributeDepth, unit: 'levels of nesting' },
    bodyBytes: { key: 'limits.otlp.bodyBytes', value: limits.bodyBytes, unit: 'bytes of log body' },
  };
  const logs = new LogsDecoder({ sequence: new Sequence(clock.now()), limits: bounds });
  const traces = new TracesDecoder({ limits: bounds });
  const metrics = new MetricsDecoder({ limits: bounds });
  return {
    logs: { decode: (body, context) => logs.decode(body, context), transcode: transcodeLogs },
    traces: { decode: (body, context) => traces.decode(body, context), transcode: transcodeTraces },
    metrics: { decode: (body, context) => metrics.decode(body, context), transcode: transcodeMetrics },
  };
}
