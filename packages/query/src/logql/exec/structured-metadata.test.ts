import { nanos } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import type { LogRow } from './log-row.js';
import { labelNameOf, structuredMetadata, type LogResource } from './structured-metadata.js';

const ROW: LogRow = {
  ts: nanos(1n),
  seq: 1n,
  stream: '1',
  line: '',
  resource: '0',
  severityNumber: 0,
  severityText: '',
  detectedLevel: '',
  eventName: '',
  traceId: '',
  spanId: '',
  idsFound: false,
  flags: 0,
  observed: nanos(0n),
  attributes: [],
  droppedAttributes: 0,
};
const RESOURCE: LogResource = {
  attributes: [
    { key: 'service.name', value: 'shop', type: 's' },
    { key: 'host.name', value: 'h1', type: 's' },
    { key: 'same', value: 'resource', type: 's' },
  ],
  droppedAttributes: 1,
  scopeName: 'lib',
  scopeVersion: '1.0',
  scopeAttributes: [
    { key: 'same', value: 'scope', type: 's' },
    { key: 'scoped', value: 'yes', type: 'b' },
  ],
  scopeDroppedAttributes: 2,
};

it.each([
  ['a.b', 'a_b'],
  ['a..b--c', 'a_b_c'],
  ['a__b', 'a_b'],
  ['9lives', 'key_9lives'],
  ['한', '_'],
  ['__meta__', '__meta__'],
  ['__a..b__', '__a_b__'],
  ['__a', '_a'],
])('sanitises %s', (key, name) => expect(labelNameOf(key)).toBe(name));

it('maps every field of an OTLP record as Loki does', () => {
  const row: LogRow = {
    ...ROW,
    severityNumber: 17,
    severityText: 'Error',
    detectedLevel: 'error',
    eventName: 'ev',
    traceId: 'ab'.repeat(16),
    spanId: 'cd'.repeat(8),
    flags: 1,
    observed: nanos(5n),
    droppedAttributes: 3,
    attributes: [
      { key: 'http.status_code', value: '200', type: 'i' },
      { key: 'nested', value: '{"a":{"b":1,"c":null},"d":["x"]}', type: 'k' },
      { key: 'list', value: '["x",1]', type: 'a' },
      { key: 'empty', value: '', type: 's' },
      { key: 'trace_id', value: 'not this', type: 's' },
      { key: '__proto__', value: 'kept', type: 's' },
    ],
  };
  expect(structuredMetadata(row, { service_name: 'shop' }, RESOURCE)).toEqual(
    Object.fromEntries([
      ['__proto__', 'kept'],
      ['detected_level', 'error'],
      ['dropped_attributes_count', '3'],
      ['event_name', 'ev'],
      ['flags', '1'],
      ['host_name', 'h1'],
      ['http_status_code', '200'],
      ['list', '["x",1]'],
      ['nested_a_b', '1'],
      ['nested_d', '["x"]'],
      ['observed_timestamp', '5'],
      ['resource_dropped_attributes_count', '1'],
      ['same', 'scope'],
      ['scope_dropped_attributes_count', '2'],
      ['scope_name', 'lib'],
      ['scope_version', '1.0'],
      ['scoped', 'yes'],
      ['severity_number', '17'],
      ['severity_text', 'Error'],
      ['span_id', 'cdcdcdcdcdcdcdcd'],
      ['trace_id', 'abababababababababababababababab'],
    ]),
  );
});

describe('detected_level', () => {
  const sent: LogRow = { ...ROW, attributes: [{ key: 'detected_level', value: 'WARN', type: 's' }] };

  it('is the stored one, whatever the sender called it', () => {
    expect(structuredMetadata({ ...sent, detectedLevel: 'warn' }, {}, undefined)).toEqual({ detected_level: 'warn' });
  });

  it('is left out when none was stored, but for one that was sent', () => {
    expect(structuredMetadata(ROW, {}, undefined)).toEqual({});
    expect(structuredMetadata(sent, {}, undefined)).toEqual({ detected_level: 'WARN' });
  });
});
