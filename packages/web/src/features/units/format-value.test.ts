import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, valueParts } from './format-value.js';
import { guessUnit } from './guess-unit.js';
import { isBinaryUnit, units } from './units.js';

describe('formatValue', () => {
  it.each([
    [0, undefined, undefined, '0'],
    [1234.5678, undefined, undefined, '1235'],
    [0.012345, undefined, undefined, '0.0123'],
    [0.1 + 0.2, undefined, undefined, '0.3'],
    [1234567, 'short', undefined, '1.23M'],
    [999_999, 'short', undefined, '1M'],
    [12.345, 'percent', 1, '12.3%'],
    [0.5, 'percentunit', undefined, '50%'],
    [1536, 'bytes', undefined, '1.5 KiB'],
    [1500, 'decbytes', undefined, '1.5 kB'],
    [123.4, 'decmbytes', undefined, '123 MB'],
    [2048, 'mbytes', undefined, '2 GiB'],
    [0, 'bytes', undefined, '0 B'],
    [1_000_000, 'Bps', undefined, '1 MB/s'],
    [0.0123, 's', undefined, '12.3 ms'],
    [90, 's', undefined, '1.5 min'],
    [86_400, 's', undefined, '1 d'],
    [0, 's', undefined, '0 s'],
    [1500, 'ms', undefined, '1.5 s'],
    [250_000, 'ns', undefined, '250 µs'],
    [12_000, 'reqps', undefined, '12k req/s'],
    [0.25, 'reqps', undefined, '0.25 req/s'],
    [3725, 'dthms', undefined, '01:02:05'],
    [42, 'suffix:jobs', undefined, '42 jobs'],
    [42, 'furlongs', undefined, '42 furlongs'],
    [-1536, 'bytes', 2, '-1.50 KiB'],
    [255, 'hex', undefined, 'FF'],
    [1, 'bool', undefined, 'true'],
    [NaN, 's', undefined, 'NaN'],
    [Infinity, 's', undefined, '∞'],
    [5, 'constructor', undefined, '5 constructor'],
    [1e-7, undefined, undefined, '1e-7'],
  ])('%d in %s with %s decimals is %s', (value, unit, decimals, text) => {
    expect(formatValue(value, unit, decimals)).toBe(text);
  });

  it('writes every unit of every number', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(units)), fc.double(), (unit, value) => {
        expect(valueParts(value, unit).text).not.toBe('');
      }),
    );
  });
});

it.each([
  ['histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))', 's'],
  ['rate(http_requests_total[5m])', undefined],
  ['process_resident_memory_bytes', 'bytes'],
  ['rate(node_network_receive_bytes_total{device!="lo"}[5m])', 'binBps'],
  ['rate(process_cpu_seconds_total[5m])', 'short'],
  ['a_bytes / b_bytes', undefined],
  ['rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])', 's'],
  ['count(process_resident_memory_bytes)', undefined],
  ['up{name="x_bytes"}', undefined],
])('unit of %s is %s', (query, unit) => {
  expect(guessUnit(query)).toBe(unit);
});

it.each([
  ['bytes', true],
  ['kbytes', true],
  ['binBps', true],
  ['decbytes', false],
  ['s', false],
  ['percent', false],
  [undefined, false],
])('%s grows by powers of two: %s', (unit, expected) => {
  expect(isBinaryUnit(unit)).toBe(expected);
});
