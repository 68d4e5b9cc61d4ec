import { dayOfMillis, epochDay, millis, parseTenant, SAMPLE_ROW } from '@bongsu/model';
import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from '../protobuf/writer.js';
import { readRows } from '../testkit/row-binary.js';
import { requestV1, requestV2, type SeriesInput } from './request.testkit.js';
import { ANY_TIME, CONTEXT, decoded, lines, newDecoder, T0 } from './rows.testkit.js';

const DAY = dayOfMillis(millis(T0));
const up = (labels: SeriesInput['labels'] = { __name__: 'up', job: 'a' }, t = T0, v: number | 'stale' = 1) => ({
  labels,
  samples: [{ t, v }],
});
const encode = { 1: (series: readonly SeriesInput[]) => requestV1(series), 2: requestV2 } as const;

describe.each([1, 2] as const)('version %i', (version) => {
  const write = (series: readonly SeriesInput[], options: Parameters<typeof decoded>[2] = {}) =>
    decoded(encode[version](series), version, options);

  it('takes samples of several series', () => {
    const read = write([
      {
        labels: { __name__: 'up', job: 'a', empty: '' },
        samples: [
          { t: T0, v: 1 },
          { t: T0 + 15_000, v: 0 },
        ],
      },
      { labels: { __name__: '지표.utf8', 라벨: '값' }, samples: [{ t: T0 - 5, v: -1.5e300 }] },
    ]);
    expect(lines(read)).toEqual([
      `{__name__="up", job="a"} 1 @${T0}`,
      `{__name__="up", job="a"} 0 @${T0 + 15_000}`,
      `{__name__="지표.utf8", "라벨"="값"} -1.5e+300 @${T0 - 5}`,
    ]);
    expect(read.problems).toBe('');
    expect(read.series.map(({ days }) => [...days])).toEqual([[DAY], [DAY]]);
  });

  it('keeps the bits of a stale marker', () => {
    const result = newDecoder().decode(encode[version]([up(undefined, T0, 'stale')]), version, CONTEXT);
    if (!result.ok) throw new Error(result.error.message);
    const { bytes } = result.value.batch.samples;
    // tenant, metric, fingerprint, ts stand before the value
    const at = 1 + 'default'.length + 1 + 'up'.length + 16;
    expect(Buffer.from(bytes).readBigUInt64LE(at)).toBe(0x7ff0_0000_0000_0002n);
  });

  it.each([
    ['epoch', 0],
    ['before it', -1_234_567],
    ['not a second', 999],
  ])('takes times at the %s', (_, t) => {
    const read = write([up(undefined, t)], { context: ANY_TIME });
    expect(read.samples.map((row) => row['ts'])).toEqual([BigInt(t)]);
    expect([...read.series[0]!.days]).toEqual([Math.floor(t / 86_400_000)]);
  });

  it('defines a series once a day, and again with another day', () => {
    const decoder = newDecoder();
    const uses = (t: number) => write([up(undefined, t)], { decoder }).series;
    const [first] = uses(T0);
    expect(uses(T0)).toHaveLength(1);
    first!.def.storedDay = DAY;
    expect(uses(T0 + 1)).toEqual([]);
    expect([...uses(T0 - 60_000_000)[0]!.days]).toEqual([epochDay(DAY - 1)]);
  });

  it('gives tenants series of their own', () => {
    const decoder = newDecoder();
    const other = parseTenant('other');
    if (!other.ok) throw new Error(other.error);
    write([up()], { decoder })[`series`][0]!.def.storedDay = DAY;
    const read = write([up()], { decoder, context: { ...CONTEXT, tenant: other.value } });
    expect(read.series).toHaveLength(1);
    expect(read.samples[0]!['tenant']).toBe('other');
  });

  it('forgets series beyond its bound and defines them anew', () => {
    const decoder = newDecoder(2);
    const names = ['a', 'b', 'c', 'd'];
    const all = () =>
      write(
        names.map((job) => up({ __name__: 'up', job })),
        { decoder },
      );
    const first = all();
    expect(first.series).toHaveLength(4);
    for (const { def } of first.series) def.storedDay = DAY;
    const second = all();
    expect(second.series).toHaveLength(4);
    expect(second.samples.map((row) => row['fingerprint'])).toEqual(first.samples.map((row) => row['fingerprint']));
    // What an older generation stored says nothing of the new one.
    for (const { def } of first.series) def.storedDay = DAY;
    expect(second.series[0]!.def.storedDay).toBeUndefined();
  });

  it('does not care for the order of labels', () => {
    const read = write([
      up([
        ['b', '2'],
        ['__name__', 'm'],
        ['a', '1'],
      ]),
      up(
        [
          ['__name__', 'm'],
          ['a', '1'],
          ['b', '2'],
        ],
        T0 + 1,
      ),
    ]);
    expect(new Set(read.samples.map((row) => row['fingerprint'])).size).toBe(1);
  });

  it('grows over many series', () => {
    const many = Array.from({ length: 5000 }, (_, i) => up({ __name__: 'm', i: String(i) }));
    const decoder = newDecoder(10_000);
    const first = write(many, { decoder });
    const second = write([...many].reverse(), { decoder });
    expect(new Set(first.samples.map((row) => row['fingerprint'])).size).toBe(5000);
    expect(second.samples.map((row) => row['fingerprint']).reverse()).toEqual(
      first.samples.map((row) => row['fingerprint']),
    );
  });

  it.each<[string, SeriesInput['labels'], RegExp]>([
    ['no name', { job: 'a' }, /^invalid metric name or labels, got \{job="a"\}$/],
    ['an empty name', { __name__: '', job: 'a' }, /^invalid metric name or labels/],
    ['an empty label name', { __name__: 'm', '': 'a' }, /^invalid metric name or labels/],
    [
      'a label twice',
      [
        ['__name__', 'm'],
        ['a', '1'],
        ['a', '2'],
      ],
      /duplicate label a$/,
    ],
    [
      'two names',
      [
        ['__name__', 'm'],
        ['__name__', 'n'],
      ],
      /duplicate label __name__$/,
    ],
  ])('refuses a series with %s and takes its neighbours', (_, labels, reason) => {
    const read = write([
      up(),
      {
        labels,
        samples: [
          { t: T0, v: 1 },
          { t: T0 + 1, v: 1 },
        ],
      },
      up(undefined, T0 + 5),
    ]);
    expect(read.samples.map((row) => row['ts'])).toEqual([BigInt(T0), BigInt(T0 + 5)]);
    expect(read.rejected).toEqual([{ count: 2, reason: expect.stringMatching(reason) as string }]);
    // Version 1 says nothing, as Prometheus does.
    expect(read.problems).toMatch(version === 1 ? /^$/ : reason);
  });

  it('exemplars: ids in their columns, other labels as they are, long ones left out', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const read = write([
      {
        ...up({ __name__: 'm_bucket', le: '1' }),
        exemplars: [
          { labels: { trace_id: traceId, span_id: 'b7ad6b7169203331', user: '철수' }, v: 0.5, t: T0 },
          { labels: { trace_id: 'x', traceID: traceId }, v: 0.25, t: T0 + 1 },
          { labels: { long: 'x'.repeat(125) }, v: 1, t: T0 },
        ],
      },
    ]);
    expect(
      read.exemplars.map(({ trace_id, span_id, labels, value, ts }) => [trace_id, span_id, labels, value, ts]),
    ).toEqual([
      [traceId, 'b7ad6b7169203331', [['user', '철수']], 0.5, BigInt(T0)],
      [
        '0'.repeat(32),
        '0'.repeat(16),
        [
          ['trace_id', 'x'],
          ['traceID', traceId],
        ],
        0.25,
        BigInt(T0 + 1),
      ],
    ]);
    expect(read.rejected).toEqual([{ count: 0, reason: expect.stringMatching(/exceeds maximum of 128/) as string }]);
    expect(read.problems).toBe('');
  });

  it.each([
    ['cut off', (body: Uint8Array) => body.subarray(0, body.length - 1)],
    ['no protobuf', () => Buffer.from('hello')],
  ])('a body that is %s is malformed', (_, damage) => {
    const result = newDecoder().decode(damage(encode[version]([up()])), version, CONTEXT);
    expect(result).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });
});

describe('times outside the window', () => {
  const series = [
    up(),
    up({ __name__: 'm' }, T0 + 700_000),
    up({ __name__: 'n' }, T0 - 90_000_000),
    up(undefined, T0 + 1),
  ];

  it('refuse a request of version 1 as a whole', () => {
    expect(newDecoder().decode(requestV1(series), 1, CONTEXT)).toMatchObject({
      ok: false,
      error: {
        kind: 'refused',
        message: expect.stringMatching(/^out of bounds: .* for series \{__name__="m"\}$/) as string,
      },
    });
  });

  it('are named in version 2 while the rest is stored', () => {
    const read = decoded(requestV2(series), 2);
    expect(lines(read)).toHaveLength(2);
    expect(read.problems.split('\n')).toEqual([
      expect.stringMatching(/^out of bounds: .*\(raise ingest\.futureWindow\) for series \{__name__="m"\}$/),
      expect.stringMatching(/^too old sample: .*\(raise retention\.metrics\) for series \{__name__="n"\}$/),
    ]);
  });
});

describe('version 2', () => {
  it('stores start times, of the sample or of the series', () => {
    const read = decoded(
      requestV2([
        {
          labels: { __name__: 'c_total' },
          samples: [
            { t: T0, v: 1, start: T0 - 5000 },
            { t: T0 + 1, v: 2, start: T0 + 9 },
          ],
        },
      ]),
      2,
    );
    expect(read.samples.map((row) => row['start'])).toEqual([BigInt(T0 - 5000), 0n]);
  });

  it.each<[string, SeriesInput, RegExp]>([
    [
      'an odd number of references',
      { labels: {}, refs: [1], samples: [{ t: T0, v: 1 }] },
      /^parsing labels for series \[1\]: invalid labelRefs length 1$/,
    ],
    [
      'a reference beyond the table',
      { labels: {}, refs: [0, 99], samples: [{ t: T0, v: 1 }] },
      /labelRefs 1 \(value\) = 99 outside of symbols table \(size 1\)$/,
    ],
    [
      'no samples',
      { labels: { __name__: 'm' } },
      /^TimeSeries must contain at least one sample or histogram for series \{__name__="m"\}$/,
    ],
  ])('refuses a series with %s', (_, series, problem) => {
    const read = decoded(requestV2([series]), 2);
    expect(read.problems).toMatch(problem);
    expect(read.samples).toEqual([]);
  });

  it('says at most twenty things that are wrong', () => {
    const bad = Array.from({ length: 30 }, (_, i) => ({ labels: { job: String(i) }, samples: [{ t: T0, v: 1 }] }));
    const { problems } = decoded(requestV2(bad), 2);
    expect(problems.split('\n')).toHaveLength(21);
    expect(problems).toMatch(/and 10 more$/);
  });

  it('defines a series anew when its metadata changes', () => {
    const decoder = newDecoder();
    const write = (help: string) =>
      decoded(requestV2([{ ...up(), metadata: { type: 2, help, unit: 's' } }]), 2, { decoder }).series;
    const [first] = write('old');
    expect(first!.def).toMatchObject({ type: 'gauge', help: 'old', unit: 's' });
    first!.def.storedDay = DAY;
    expect(write('old')).toEqual([]);
    expect(write('new')[0]!.def).toMatchObject({ help: 'new' });
  });
});

describe('metadata of version 1', () => {
  const family = (type: number, name: string, help = 'h') => requestV1([], [{ type, family: name, help, unit: '' }]);

  it.each([
    ['before its series', true],
    ['after them', false],
  ])('comes %s', (_, before) => {
    const decoder = newDecoder();
    const write = (body: Uint8Array) => decoded(body, 1, { decoder }).series;
    const series = requestV1(['x_bucket', 'x_sum', 'x_count', 'x_total'].map((name) => up({ __name__: name })));
    if (before) write(family(3, 'x'));
    const first = write(series);
    for (const { def } of first) def.storedDay = DAY;
    if (!before) write(family(3, 'x'));
    const types = (before ? first : write(series)).map(({ def }) => [def.metric, def.type, def.help]);
    expect(types.filter(([, type]) => type === 'histogram')).toEqual([
      ['x_bucket', 'histogram', 'h'],
      ['x_sum', 'histogram', 'h'],
      ['x_count', 'histogram', 'h'],
    ]);
  });

  it('of two targets that differ does not define series over and over', () => {
    const decoder = newDecoder();
    const write = (body: Uint8Array) => decoded(body, 1, { decoder }).series;
    const sample = requestV1([up()]);
    let definitions = 0;
    for (let i = 0; i < 10; i++) {
      write(family(2, 'up', i % 2 === 0 ? 'one' : 'two'));
      const uses = write(sample);
      definitions += uses.length;
      for (const { def } of uses) def.storedDay = DAY;
    }
    expect(definitions).toBe(2);
  });
});

it('a zero that proto3 leaves out is a zero', () => {
  const writer = new ProtobufWriter();
  const series = writer.begin(1);
  const label = writer.begin(1);
  writer.string(1, '__name__');
  writer.string(2, 'm');
  writer.end(label);
  writer.end(writer.begin(2));
  writer.end(series);
  expect(lines(decoded(writer.finish(), 1, { context: ANY_TIME }))).toEqual(['{__name__="m"} 0 @0']);
});

it('reads back as SAMPLE_ROW', () => {
  const result = newDecoder().decode(requestV1([up()]), 1, CONTEXT);
  if (!result.ok) throw new Error(result.error.message);
  expect(readRows(SAMPLE_ROW, result.value.batch.samples.bytes)).toEqual([
    { tenant: 'default', metric: 'up', fingerprint: expect.any(BigInt) as bigint, ts: BigInt(T0), value: 1, start: 0n },
  ]);
});
