import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelName, labelsOfAttributes, metricName, type NamedKind, type TranslationStrategy } from './names.js';

type Case = readonly [name: string, unit: string, kind: NamedKind, expected: string];

const strategies: Record<TranslationStrategy, readonly Case[]> = {
  UnderscoreEscapingWithSuffixes: [
    ['http.server.request.duration', 's', 'other', 'http_server_request_duration_seconds'],
    ['requests', '', 'counter', 'requests_total'],
    ['requests', '1', 'counter', 'requests_total'],
    ['requests', '{request}', 'counter', 'requests_total'],
    ['requests_total', '', 'counter', 'requests_total'],
    ['total.requests', '', 'counter', 'requests_total'],
    ['requests', '', 'other', 'requests'],
    ['cpu.utilization', '1', 'gauge', 'cpu_utilization_ratio'],
    ['cpu_ratio_used', '1', 'gauge', 'cpu_used_ratio'],
    ['cpu.utilization', '1', 'other', 'cpu_utilization'],
    // every unit of the map
    ['m', 'd', 'gauge', 'm_days'],
    ['m', 'h', 'gauge', 'm_hours'],
    ['m', 'min', 'gauge', 'm_minutes'],
    ['m', 'ms', 'gauge', 'm_milliseconds'],
    ['m', 'us', 'gauge', 'm_microseconds'],
    ['m', 'ns', 'gauge', 'm_nanoseconds'],
    ['m', 'By', 'gauge', 'm_bytes'],
    ['m', 'KiBy', 'gauge', 'm_kibibytes'],
    ['m', 'MiBy', 'gauge', 'm_mebibytes'],
    ['m', 'GiBy', 'gauge', 'm_gibibytes'],
    ['m', 'TiBy', 'gauge', 'm_tibibytes'],
    ['m', 'KBy', 'gauge', 'm_kilobytes'],
    ['m', 'MBy', 'gauge', 'm_megabytes'],
    ['m', 'GBy', 'gauge', 'm_gigabytes'],
    ['m', 'TBy', 'gauge', 'm_terabytes'],
    ['x', 'm', 'gauge', 'x_meters'],
    ['m', 'V', 'gauge', 'm_volts'],
    ['m', 'A', 'gauge', 'm_amperes'],
    ['m', 'J', 'gauge', 'm_joules'],
    ['m', 'W', 'gauge', 'm_watts'],
    ['m', 'g', 'gauge', 'm_grams'],
    ['m', 'Cel', 'gauge', 'm_celsius'],
    ['m', 'Hz', 'gauge', 'm_hertz'],
    ['m', '%', 'gauge', 'm_percent'],
    // per
    ['disk.io', 'By/s', 'gauge', 'disk_io_bytes_per_second'],
    ['m', '1/m', 'gauge', 'm_per_minute'],
    ['m', '1/h', 'gauge', 'm_per_hour'],
    ['m', '1/d', 'gauge', 'm_per_day'],
    ['m', '1/w', 'gauge', 'm_per_week'],
    ['m', '1/mo', 'gauge', 'm_per_month'],
    ['m', '1/y', 'gauge', 'm_per_year'],
    ['m', '{packet}/s', 'counter', 'm_per_second_total'],
    ['m', 'By/{packet}', 'gauge', 'm_bytes'],
    ['m', 'By/', 'gauge', 'm_bytes'],
    ['m', ' By / s ', 'gauge', 'm_bytes_per_second'],
    ['m', 'a/b/c', 'gauge', 'm_a_per_b_c'],
    ['m', 'By/@', 'gauge', 'm_bytes'],
    // not twice
    ['response_time_seconds', 's', 'other', 'response_time_seconds'],
    ['process.cpu.seconds', 's', 'counter', 'process_cpu_seconds_total'],
    ['seconds.of.waiting', 's', 'counter', 'seconds_of_waiting_total'],
    // unknown units and characters
    ['fuel', 'gallons', 'gauge', 'fuel_gallons'],
    ['m', 'unit@with#special/chars', 'gauge', 'm_unit_with_special_per_chars'],
    ['a__b..c', 'x__y', 'gauge', 'a_b_c_x_y'],
    ['node:cpu', '', 'gauge', 'node:cpu'],
    ['3xx.responses', '', 'counter', '_3xx_responses_total'],
    ['.hidden.', '', 'gauge', 'hidden'],
    ['지연.latency', 'ms', 'other', 'latency_milliseconds'],
    ['@#$%', '', 'gauge', ''],
    ['요청', 's', 'counter', ''],
    ['', 's', 'counter', ''],
  ],
  UnderscoreEscapingWithoutSuffixes: [
    ['http.server.duration', 's', 'other', 'http_server_duration'],
    ['requests', '', 'counter', 'requests'],
    ['a__b..c', '', 'gauge', 'a__b_c'],
    ['cpu', '1', 'gauge', 'cpu'],
    ['3xx', '', 'gauge', '_3xx'],
    ['metric@@##$$name', '', 'gauge', 'metric_name'],
    ['@#$%', '', 'gauge', ''],
    ['_@_', '', 'gauge', ''],
    ['', '', 'gauge', ''],
  ],
  NoUTF8EscapingWithSuffixes: [
    ['http.server.duration', 's', 'other', 'http.server.duration_seconds'],
    ['요청.수', '', 'counter', '요청.수_total'],
    ['requests_total', '', 'counter', 'requests_total'],
    ['cpu.ratio', '1', 'gauge', 'cpu_ratio'],
    ['cpu_seconds_total', 's', 'counter', 'cpu_seconds_total'],
    ['io', 'By/s', 'counter', 'io_bytes_per_second_total'],
    ['io_bytes_per_second', 'By/s', 'gauge', 'io_bytes_per_second'],
    ['total', '', 'counter', 'total_total'],
    ['3xx', '', 'gauge', '3xx'],
    ['', 's', 'counter', ''],
  ],
  NoTranslation: [
    ['http.server.duration', 's', 'counter', 'http.server.duration'],
    ['요청', '1', 'gauge', '요청'],
    ['', 's', 'counter', ''],
  ],
};

for (const [strategy, cases] of Object.entries(strategies)) {
  describe(`metric names, ${strategy}`, () => {
    it.each(cases)('%j in %j, a %s, is %j', (name, unit, kind, expected) => {
      expect(metricName(name, unit, kind, strategy as TranslationStrategy)).toBe(expected);
    });
  });
}

it('escapes with suffixes by default', () => {
  expect(metricName('a.b', 's', 'counter')).toBe('a_b_seconds_total');
});

describe('label names', () => {
  it.each([
    ['http.request.method', 'http_request_method'],
    ['a..b', 'a__b'],
    ['a-b/c', 'a_b_c'],
    ['a:b', 'a_b'],
    ['3rd', 'key_3rd'],
    ['_private', 'key_private'],
    ['.private', 'key_private'],
    ['__reserved__', '__reserved__'],
    ['日', 'key_'],
    ['지역', 'key__'],
    ['😀', 'key_'],
    ['__', '__'],
    ['_', 'key_'],
    ['', ''],
  ])('%j is %j', (attribute, expected) => {
    expect(labelName(attribute)).toBe(expected);
    expect(labelName(attribute, 'UnderscoreEscapingWithoutSuffixes')).toBe(expected);
  });

  it.each(['NoUTF8EscapingWithSuffixes', 'NoTranslation'] as const)('stay as they are with %s', (strategy) => {
    for (const name of ['a.b', '3rd', '_x', '지역']) expect(labelName(name, strategy)).toBe(name);
  });

  it('escaped names are legal for every input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        expect(labelName(name)).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
      }),
    );
  });
});

it('escaped metric names are legal or empty for every input', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('counter', 'gauge', 'other'), (n, u, k) => {
      for (const strategy of ['UnderscoreEscapingWithSuffixes', 'UnderscoreEscapingWithoutSuffixes'] as const) {
        const name = metricName(n, u, k, strategy);
        if (name === '') continue;
        expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
      }
    }),
  );
});

describe('labels of attributes', () => {
  it('joins the values of colliding names with ; in the order of the attribute names', () => {
    const attributes = [
      { key: 'a_b', value: '3' },
      { key: 'a.b', value: '2' },
      { key: 'a-b', value: '1' },
      { key: 'c', value: '' },
    ];
    expect([...labelsOfAttributes(attributes, labelName)]).toEqual([
      ['a_b', '1;2;3'],
      ['c', ''],
    ]);
  });

  it('keeps a label called __proto__', () => {
    expect(labelsOfAttributes([{ key: '__proto__', value: 'x' }], labelName).get('__proto__')).toBe('x');
  });
});
