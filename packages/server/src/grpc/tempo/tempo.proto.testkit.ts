import protobuf from 'protobufjs';

/** The part of Tempo's published tempo.proto that its streaming clients use, with OTLP's common.proto. */
const SOURCE = `
syntax = "proto3";
package tempopb;
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; ArrayValue array_value = 5; bytes bytes_value = 7; } }
message ArrayValue { repeated AnyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message SearchRequest { map<string, string> Tags = 1; uint32 MinDurationMs = 2; uint32 MaxDurationMs = 3; uint32 Limit = 4; uint32 start = 5; uint32 end = 6; string Query = 8; uint32 SpansPerSpanSet = 9; }
message SearchResponse { repeated TraceSearchMetadata traces = 1; SearchMetrics metrics = 2; }
message TraceSearchMetadata { string traceID = 1; string rootServiceName = 2; string rootTraceName = 3; uint64 startTimeUnixNano = 4; uint32 durationMs = 5; SpanSet spanSet = 6; repeated SpanSet spanSets = 7; map<string, ServiceStats> serviceStats = 8; }
message ServiceStats { uint32 spanCount = 1; uint32 errorCount = 2; }
message SpanSet { repeated Span spans = 1; uint32 matched = 2; repeated KeyValue attributes = 3; }
message Span { string spanID = 1; string name = 2; uint64 startTimeUnixNano = 3; uint64 durationNanos = 4; repeated KeyValue attributes = 5; }
message SearchMetrics { uint32 inspectedTraces = 1; uint64 inspectedBytes = 2; uint32 totalBlocks = 3; uint32 completedJobs = 4; uint32 totalJobs = 5; uint64 totalBlockBytes = 6; uint64 inspectedSpans = 7; }
message MetadataMetrics { uint64 inspectedBytes = 1; uint32 totalJobs = 2; uint32 completedJobs = 3; uint32 totalBlocks = 4; uint64 totalBlockBytes = 5; }
message SearchTagsRequest { string scope = 1; string query = 2; uint32 start = 3; uint32 end = 4; uint32 maxTagsPerScope = 5; uint32 staleValuesThreshold = 6; }
message SearchTagsResponse { repeated string tagNames = 1; MetadataMetrics metrics = 2; }
message SearchTagsV2Response { repeated SearchTagsV2Scope scopes = 1; MetadataMetrics metrics = 2; }
message SearchTagsV2Scope { string name = 1; repeated string tags = 2; }
message SearchTagValuesRequest { string tagName = 1; string query = 2; uint32 start = 4; uint32 end = 5; uint32 maxTagValues = 6; uint32 staleValueThreshold = 7; }
message SearchTagValuesResponse { repeated string tagValues = 1; MetadataMetrics metrics = 2; }
message TagValue { string type = 1; string value = 2; }
message SearchTagValuesV2Response { repeated TagValue tagValues = 1; MetadataMetrics metrics = 2; }
message QueryRangeRequest { string query = 1; uint64 start = 2; uint64 end = 3; uint64 step = 4; uint32 exemplars = 16; uint32 maxSeries = 17; }
message QueryInstantRequest { string query = 1; uint64 start = 2; uint64 end = 3; }
enum PartialStatus { COMPLETE = 0; PARTIAL = 1; }
message QueryRangeResponse { repeated TimeSeries series = 1; SearchMetrics metrics = 2; PartialStatus status = 3; string message = 4; }
message QueryInstantResponse { repeated InstantSeries series = 1; SearchMetrics metrics = 2; }
message InstantSeries { repeated KeyValue labels = 1; double value = 2; }
message TimeSeries { repeated KeyValue labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 4; }
message Sample { double value = 1; int64 timestamp_ms = 2; }
message Exemplar { repeated KeyValue labels = 1; double value = 2; int64 timestamp_ms = 3; }
`;

/** Throws when a byte of the message is not of a field of the descriptor: what a strict reader would refuse. */
export function decodeStrictly(type: string, bytes: Uint8Array): Record<string, unknown> {
  const descriptor = ROOT.lookupType(`tempopb.${type}`);
  const message = descriptor.decode(bytes);
  const again = descriptor.encode(message).finish();
  if (again.length !== bytes.length) throw new Error(`${type} has fields that its descriptor does not know`);
  return descriptor.toObject(message, { longs: String, enums: String });
}

export const encodeRequest = (type: string, request: object): Buffer =>
  Buffer.from(ROOT.lookupType(`tempopb.${type}`).encode(request).finish());

const ROOT = protobuf.parse(SOURCE, { keepCase: true }).root;
