import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparisons,
  emptyForm,
  isMetricsQuery,
  kinds,
  printForm,
  readForm,
  statuses,
  textValue,
} from './trace-form.js';
import { attributeFilter, attributeName, operationFilter } from './traceql-filter.js';

describe('printForm', () => {
  it.each([
    [{}, '{ }'],
    [{ service: '주문', status: 'error' }, '{ resource.service.name = "주문" && status = error }'],
    [{ min: '100ms', max: 'x' }, '{ duration >= 100ms }'],
    [
      {
        conditions: [
          { field: 'span.http.status', op: '>=', value: '500' },
          { field: 'span.code', op: '=', value: '"500"' },
          { field: 'span.ok', op: '=', value: 'true' },
          { field: 'span.route', op: '=~', value: '1.*' },
          { field: 'traceDuration', op: '>', value: '1s' },
        ],
      },
      '{ span.http.status >= 500 && span.code = "500" && span.ok = true && span.route =~ "1.*" && traceDuration > 1s }',
    ],
  ] as const)('%j', (form, text) => {
    expect(printForm({ ...emptyForm, ...form })).toBe(text);
  });
});

describe('readForm', () => {
  it.each([
    '{ } | rate()',
    '{ .a = 1 || .b = 2 }',
    '{ .a = 1 } && { .b = 2 }',
    '{ } | count() > 2',
    '{ nonsense',
    '{ .a = .b }',
  ])('has no place for %s', (text) => {
    expect(readForm(text)).toBeUndefined();
  });

  it.each([
    ['', emptyForm],
    ['{}', emptyForm],
    ['{ true }', emptyForm],
  ])('reads %j', (text, form) => {
    expect(readForm(text)).toEqual(form);
  });

  it('reads back what it wrote', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((s) => !s.includes('\r'));
    const field = fc.constantFrom('span.http.route', 'resource.k8s.pod', '.x', 'event.name');
    const value = fc.oneof(
      text.map((s) => textValue('', s)),
      fc.integer({ min: 0, max: 9_999 }).map(String),
      fc.constantFrom('true', 'false'),
    );
    const condition = fc.record({ field, op: fc.constantFrom('=' as const, '!=' as const), value });
    const form = fc.record({
      service: fc.oneof(fc.constant(''), text),
      name: fc.oneof(fc.constant(''), text),
      status: fc.constantFrom('', ...statuses),
      kind: fc.constantFrom('', ...kinds),
      min: fc.constantFrom('', '100ms', '1.5s'),
      max: fc.constantFrom('', '2m0s'),
      conditions: fc.array(condition, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(form, (given) => {
        expect(readForm(printForm(given))).toEqual(given);
      }),
    );
  });

  it('knows all comparisons', () => {
    for (const op of comparisons) {
      const conditions = [{ field: 'span.a', op, value: 'x' }];
      expect(readForm(printForm({ ...emptyForm, conditions }))?.conditions).toEqual(conditions);
    }
  });
});

it('tells metrics queries', () => {
  expect(
    ['{ } | rate()', '{ }', 'nonsense', '{ } | quantile_over_time(duration, .9) by (name)'].map(isMetricsQuery),
  ).toEqual([true, false, false, true]);
});

it.each([
  ['http.route', 'http.route'],
  ['요청 경로', '"요청 경로"'],
  ['1st', '"1st"'],
  ['a"b', '"a\\"b"'],
])('%s is written %s', (name, text) => {
  expect(attributeName(name)).toBe(text);
});

it('writes filters', () => {
  expect(attributeFilter('span', { key: 'n', value: '5', type: 'number' })).toBe('{ span.n = 5 }');
  expect(attributeFilter('resource', { key: 'host', value: 'a"b', type: 'string' })).toBe(
    '{ resource.host = "a\\"b" }',
  );
  expect(operationFilter('a', 'GET /')).toBe('{ resource.service.name = "a" && name = "GET /" }');
});
