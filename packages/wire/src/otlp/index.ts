export {
  AnyValueText,
  anyValueText,
  type AnyValueType,
  decodeAttributes,
  decodeKeyValue,
  doubleText,
  int64Text,
  writeAnyValue,
} from './any-value.js';
export { type AnyValue, anyValueOf } from './any-value-tree.js';
export type { DecodeContext, DecodeError } from './context.js';
export { transcodeLogs, transcodeMetrics, transcodeTraces } from './json/transcode.js';
export { DEFAULT_OTLP_LIMITS, type OtlpLimits } from './limits.js';
export { LogsDecoder, type LogsDecoderOptions } from './logs/decode.js';
export { STREAM_LABEL_ATTRIBUTES } from './logs/stream.js';
export { MetricsDecoder, type MetricsDecoderOptions } from './metrics/decode.js';
export { ResourceCache } from './resource.js';
export { encodeExportResponse, encodeStatus, type OtlpForm, type OtlpSignal, rejectionMessage } from './response.js';
export { UNKNOWN_SERVICE } from './service-name.js';
export { TracesDecoder, type TracesDecoderOptions } from './traces/decode.js';
export {
  encodeTrace,
  TraceByIdProtobuf,
  TraceProtobuf,
  type TraceByIdStatus,
  type TraceEncoder,
} from './traces/encode.js';
export { TraceJson, type TraceJsonForm } from './traces/encode-json.js';
