import {
  JsonLogsSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { describe, expect, test } from 'vitest';
import { encodeExportResponse, encodeStatus } from './response.js';

const REJECTED = [
  { count: 2, reason: 'trace_id is not 16 bytes' },
  { count: 1, reason: '너무 오래됨' },
];
const MESSAGE = '2 refused: trace_id is not 16 bytes; 1 refused: 너무 오래됨';

describe('encodeExportResponse', () => {
  test('the OTel SDK reads the protobuf form', () => {
    expect(
      ProtobufLogsSerializer.deserializeResponse(encodeExportResponse('logs', REJECTED, 'protobuf')),
    ).toMatchObject({
      partialSuccess: { rejectedLogRecords: 3, errorMessage: MESSAGE },
    });
    expect(
      ProtobufTraceSerializer.deserializeResponse(encodeExportResponse('traces', REJECTED, 'protobuf')),
    ).toMatchObject({ partialSuccess: { rejectedSpans: 3, errorMessage: MESSAGE } });
    expect(
      ProtobufMetricsSerializer.deserializeResponse(encodeExportResponse('metrics', REJECTED, 'protobuf')),
    ).toMatchObject({ partialSuccess: { rejectedDataPoints: 3, errorMessage: MESSAGE } });
  });

  test('the OTel SDK reads the JSON form', () => {
    expect(JsonLogsSerializer.deserializeResponse(encodeExportResponse('logs', REJECTED, 'json'))).toEqual({
      partialSuccess: { rejectedLogRecords: '3', errorMessage: MESSAGE },
    });
  });

  test.each(['logs', 'traces', 'metrics'] as const)('nothing refused is an empty message: %s', (signal) => {
    expect(encodeExportResponse(signal, [], 'protobuf')).toHaveLength(0);
    expect(Buffer.from(encodeExportResponse(signal, [], 'json')).toString()).toBe('{}');
  });
});

test('encodeStatus', () => {
  expect(Buffer.from(encodeStatus(3, 'bad', 'protobuf')).toString('hex')).toBe('0803' + '1203' + '626164');
  expect(JSON.parse(Buffer.from(encodeStatus(14, '가', 'json')).toString())).toEqual({ code: 14, message: '가' });
});
