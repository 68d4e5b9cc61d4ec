import { fingerprintOf, fingerprintToBigInt, labelsKey, LOG_ROW, Sequence } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../testkit/context.js';
import { pushRequest, type TestPushEntry, type TestPushStream } from '../testkit/push-messages.js';
import { readRows, type Row } from '../testkit/row-binary.js';
import { PushDecoder, type DecodedPush, type PushDecoderOptions } from './decode.js';
import { DEFAULT_PUSH_LIMITS } from './limits.js';

const BOOT_MS = 1_759_000_000_000;

const newDecoder = (options: Partial<PushDecoderOptions> = {}): PushDecoder =>
  new PushDecoder({
    sequence: new Sequence(BOOT_MS),
    limits: DEFAULT_PUSH_LIMITS,
    discoverServiceName: true,
    discoverLevels: true,
    ...options,
  });

function decode(
  streams: readonly TestPushStream[],
  options: Partial<PushDecoderOptions> = {},
  decoder = newDecoder(options),
): DecodedPush & { rows: Row[] } {
  const result = decoder.decode(pushRequest(streams), CONTEXT);
  if (!result.ok) throw new Error(result.error.message);
  const rows = readRows(LOG_ROW, result.value.batch.logs.bytes);
  expect(rows).toHaveLength(result.value.batch.logs.count);
  return { ...result.value, rows };
}

const line = (text: string, extra: Partial<TestPushEntry> = {}): TestPushEntry => ({
  ns: NOW_NS,
  line: text,
  ...extra,
});
const one = (entry: TestPushEntry, labels = '{app="shop"}'): TestPushStream[] => [{ labels, entries: [entry] }];

describe('PushDecoder', () => {
  test('every part of an entry stands in its column', () => {
    const metadata = [
      ['trace_id', TRACE_ID],
      ['span_id', SPAN_ID],
      ['사용자', '김'],
    ] as const;
    const { rows, batch, problems, contentBytes } = decode(
      one(line('결제 error', { ns: NOW_NS + 123_456_789n, metadata }), '{env="prod", app="shop"}'),
    );
    expect(problems).toBe('');
    const labels = { app: 'shop', env: 'prod', service_name: 'shop' };
    expect(rows).toEqual<Row[]>([
      {
        tenant: 'default',
        ts: NOW_NS + 123_456_789n,
        seq: BigInt(BOOT_MS) * 1000n + 1n,
        observed_ts: 0n,
        stream: fingerprintToBigInt(fingerprintOf(labelsKey(labels))),
        resource: 0n,
        service: 'shop',
        severity_number: 0,
        severity_text: '',
        event_name: '',
        trace_id: TRACE_ID,
        span_id: SPAN_ID,
        flags: 0x8000_0000,
        body: '결제 error',
        body_type: 's',
        attributes: metadata.map(([name, value]) => [name, value]),
        attribute_types: 'sss',
        dropped_attributes: 0,
        detected_level: 'error',
      },
    ]);
    expect(batch.resources).toEqual([]);
    expect(batch.streams).toHaveLength(1);
    expect(batch.streams[0]!.def.labels).toEqual(labels);
    expect([...batch.streams[0]!.days]).toEqual([Number(NOW_NS / 86_400_000_000_000n)]);
    expect(contentBytes).toBe(Buffer.byteLength('결제 error') + 8 + 32 + 7 + 16 + 9 + 3);
  });

  test.each([
    [0n, 0n],
    [1n, 1n],
    [999_999_999n, 999_999_999n],
    [1_700_000_000_000_000_001n, 1_700_000_000_000_000_001n],
    [4_294_967_296n * 1_000_000_000n + 7n, 4_294_967_296n * 1_000_000_000n + 7n],
    [9_223_372_035_999_999_999n, 9_223_372_035_999_999_999n],
  ])('a time of %d ns is exact', (ns, ts) => {
    const window = { ...CONTEXT, window: { oldest: 0, newest: 9_300_000_000_000 } as never };
    const result = newDecoder().decode(pushRequest(one(line('x', { ns }))), window);
    expect(result.ok && readRows(LOG_ROW, result.value.batch.logs.bytes)[0]!['ts']).toBe(ts);
  });

  test('the same labels however they are spelled are one stream; other tenants have their own', () => {
    const spelled = ['{b="2",a="1"}', '{ a="1", b="2", }', '{a=`1`, b=\'2\', c=""}'];
    const { batch, rows } = decode(spelled.map((labels, i) => ({ labels, entries: [line(`${i}`)] })));
    expect(batch.streams).toHaveLength(1);
    expect(new Set(rows.map((r) => r['stream'])).size).toBe(1);
  });

  test('what is no UTF-8 is stored with U+FFFD', () => {
    const { rows } = decode(one(line('', { line: Buffer.from([0x61, 0xff, 0x62]) })));
    expect(rows[0]!['body']).toBe('a�b');
  });

  test('entries before the labels, and fields nobody knows, are read', () => {
    const known = pushRequest(one(line('x')));
    // Stream{ entries, labels, 15: 1 } of the same content
    const inner = Buffer.from(known.subarray(known[1]! < 128 ? 2 : 3));
    const labelsLength = inner[1]! + 2;
    const swapped = Buffer.concat([
      inner.subarray(labelsLength),
      inner.subarray(0, labelsLength),
      Buffer.from([0x78, 1]),
    ]);
    const body = Buffer.concat([Buffer.from([0x0a, swapped.length]), swapped]);
    const result = newDecoder().decode(body, CONTEXT);
    expect(result.ok && readRows(LOG_ROW, result.value.batch.logs.bytes)[0]!['body']).toBe('x');
  });

  test('no stream at all is refused as Loki does; a stream without entries is nothing', () => {
    expect(newDecoder().decode(new Uint8Array(0), CONTEXT)).toEqual({
      ok: false,
      error: { kind: 'no_streams', message: 'error at least one valid stream is required for ingestion' },
    });
    expect(decode([{ labels: '{a="b"}', entries: [] }])).toMatchObject({ problems: '', rows: [] });
  });

  test('labels that cannot be read refuse the request', () => {
    const streams = [...one(line('good')), ...one(line('bad'), '{a=b}')];
    expect(newDecoder().decode(pushRequest(streams), CONTEXT)).toEqual({
      ok: false,
      error: {
        kind: 'malformed',
        message: 'couldn\'t parse labels: 1:4: parse error: unexpected "b", expected a quoted value',
      },
    });
  });
});

describe('service_name', () => {
  test.each([
    ['{service_name="a", service="b"}', 'a'],
    ['{app="c", service="b"}', 'b'],
    ['{job="j", app="c"}', 'c'],
    ['{name="n", app_name="an", application="ap"}', 'ap'],
    ['{container="c", app_kubernetes_io_name="k"}', 'k'],
    ['{k8s_job_name="kj", workload="w", component="co", k8s_container_name="kc", container_name="cn"}', 'cn'],
    ['{k8s_job_name="kj"}', 'kj'],
    ['{filename="/var/log/syslog"}', 'unknown_service'],
    ['{app="", job="j"}', 'j'],
  ])('of %s is %s', (labels, service) => {
    const { batch, rows } = decode(one(line('x'), labels));
    expect(batch.streams[0]!.def.labels['service_name']).toBe(service);
    expect(rows[0]!['service']).toBe(service);
  });

  test('is left alone when discovery is off', () => {
    const { batch, rows } = decode(one(line('x')), { discoverServiceName: false });
    expect(batch.streams[0]!.def.labels).toEqual({ app: 'shop' });
    expect(rows[0]!['service']).toBe('unknown_service');
  });
});

describe('detected_level', () => {
  test.each([
    ['{level="WARN", app="x"}', [], 'an error', 'warn'],
    ['{app="x"}', [['severity', 'critical']], 'an error', 'critical'],
    ['{app="x"}', [['severity_number', '5']], 'an error', 'debug'],
    ['{app="x"}', [['severity_number', 'x']], 'an error', 'info'],
    ['{app="x"}', [['severity_number', '0']], 'an error', 'unknown'],
    ['{app="x"}', [['severity_number', '']], 'an error', 'error'],
    ['{app="x"}', [], 'level=dbg', 'debug'],
  ] as const)('%s %j %s: %s', (labels, metadata, text, level) => {
    expect(decode(one(line(text, { metadata }), labels)).rows[0]!['detected_level']).toBe(level);
  });

  test('is empty when discovery is off', () => {
    expect(decode(one(line('error')), { discoverLevels: false }).rows[0]!['detected_level']).toBe('');
  });
});

describe('ids', () => {
  const NONE = '0'.repeat(32);
  const NO_SPAN = '0'.repeat(16);
  test.each([
    [[['traceId', TRACE_ID]], 'x', TRACE_ID, NO_SPAN],
    [
      [
        ['trace.id', TRACE_ID],
        ['span.id', SPAN_ID],
      ],
      'x',
      TRACE_ID,
      SPAN_ID,
    ],
    [
      [
        ['traceid', TRACE_ID.toUpperCase()],
        ['spanId', SPAN_ID.toUpperCase()],
      ],
      'x',
      TRACE_ID,
      SPAN_ID,
    ],
    [
      [
        ['trace_id', 'short'],
        ['span_id', 'short'],
      ],
      'x',
      NONE,
      NO_SPAN,
    ],
    [
      [
        ['trace_id', '0'.repeat(32)],
        ['span_id', '0'.repeat(16)],
      ],
      'x',
      NONE,
      NO_SPAN,
    ],
    [
      [
        ['other', TRACE_ID],
        ['other_', SPAN_ID],
      ],
      'x',
      NONE,
      NO_SPAN,
    ],
    [[], `done trace_id=${TRACE_ID}`, TRACE_ID, NO_SPAN],
    [[], `{"traceparent":"00-${TRACE_ID}-${SPAN_ID}-01"}`, TRACE_ID, NO_SPAN],
  ] as const)('%j and %s', (metadata, text, traceId, spanId) => {
    expect(decode(one(line(text, { metadata }))).rows[0]).toMatchObject({ trace_id: traceId, span_id: spanId });
  });
});

describe('duplicates', () => {
  test('of stream, time, line and metadata are stored once', () => {
    const same = line('same', { metadata: [['a', '1']] });
    const { rows } = decode([
      {
        labels: '{a="1", b="2"}',
        entries: [same, line('other'), same, { ...same, metadata: [] }, { ...same, ns: NOW_NS + 1n }],
      },
      { labels: '{b="2", a="1"}', entries: [same, { ...same, metadata: [['a', '2']] }] },
      { labels: '{a="1"}', entries: [same] },
    ]);
    expect(rows.map((r) => [r['body'], r['attributes'], r['ts']])).toHaveLength(6);
  });

  test('are found among thousands of lines of one time', () => {
    const entries = Array.from({ length: 5000 }, (_, i) => line(`line ${i % 2000}`));
    expect(decode([{ labels: '{a="1"}', entries }]).rows).toHaveLength(2000);
  });

  test('of another request are stored again', () => {
    const decoder = newDecoder();
    expect(decode(one(line('x')), {}, decoder).rows).toHaveLength(1);
    expect(decode(one(line('x')), {}, decoder).rows).toHaveLength(1);
  });
});

describe('lines left out', () => {
  const old = line('old', { ns: 1_000_000_000n });
  const STREAM = '{app="shop", service_name="shop"}';

  test.each<[string, TestPushStream[], string]>([
    [
      'too old',
      one(old),
      `entry for stream '${STREAM}' has timestamp too old: 1970-01-01T00:00:01Z, oldest acceptable timestamp is: 2024-10-09T08:53:20Z`,
    ],
    [
      'before 1970',
      one(line('x', { ns: -1n })),
      `entry for stream '${STREAM}' has timestamp too old: 1970-01-01T00:00:00Z, oldest acceptable timestamp is: 2024-10-09T08:53:20Z`,
    ],
    [
      'too new',
      one(line('x', { ns: NOW_NS + 7_200_000_000_000n })),
      `entry for stream '${STREAM}' has timestamp too new: 2025-10-09T10:53:20Z`,
    ],
    [
      'after 2262',
      one(line('x', { ns: 9_223_372_037_000_000_000n })),
      `entry for stream '${STREAM}' has timestamp too new: after the year 2261`,
    ],
    [
      'too long',
      one(line('x'.repeat(262_145))),
      `max entry size '262144' bytes exceeded for stream '${STREAM}' while adding an entry with length '262145' bytes; raise limits.loki.lineBytes`,
    ],
    [
      'metadata too large',
      one(line('x', { metadata: [['a', 'x'.repeat(65_536)]] })),
      `stream '${STREAM}' has structured metadata too large: '65537' bytes, limit: '65536' bytes; raise limits.loki.metadataBytes`,
    ],
    [
      'too much metadata',
      one(line('x', { metadata: Array.from({ length: 129 }, (_, i) => [`k${i}`, 'v'] as const) })),
      `stream '${STREAM}' has too many structured metadata labels: '129', limit: '128'; raise limits.loki.metadataEntries`,
    ],
    ['no labels', one(line('x'), '{}'), 'error at least one label pair is required per stream'],
    ['only empty labels', one(line('x'), '{a=""}'), 'error at least one label pair is required per stream'],
    ['a label twice', one(line('x'), '{a="1",a="2"}'), `stream '{a="1",a="2"}' has duplicate label name: 'a'`],
    [
      'a long name',
      one(line('x'), `{a${'b'.repeat(1024)}="1"}`),
      `stream '{a${'b'.repeat(1024)}="1", service_name="unknown_service"}' has label name too long: 'a${'b'.repeat(1024)}'; raise limits.loki.labelNameBytes`,
    ],
    [
      'a long value',
      one(line('x'), `{a="${'b'.repeat(2049)}"}`),
      `stream '{a="${'b'.repeat(2049)}", service_name="unknown_service"}' has label value too long: '${'b'.repeat(2049)}'; raise limits.loki.labelValueBytes`,
    ],
  ])('%s', (_name, streams, message) => {
    const { problems, rejected, rows } = decode([...streams, { labels: '{good="yes"}', entries: [line('kept')] }]);
    expect(problems).toBe(message);
    expect(rejected).toEqual([{ count: 1, reason: message }]);
    expect(rows.map((r) => r['body'])).toEqual(['kept']);
  });

  test('fifteen labels and service_name are not too many, sixteen are', () => {
    const labels = (n: number): string => `{${Array.from({ length: n }, (_, i) => `l${i}="v"`).join(',')}}`;
    expect(decode(one(line('x'), labels(15))).problems).toBe('');
    expect(decode(one(line('x'), labels(15).replace('}', ',service_name="s"}'))).problems).toBe('');
    expect(decode(one(line('x'), labels(16))).problems).toMatch(
      /has 16 label names; limit 15; raise limits\.loki\.labels$/,
    );
  });

  test('are grouped by what is wrong with them', () => {
    const long = line('x'.repeat(300_000));
    const { problems, rejected } = decode([{ labels: '{app="shop"}', entries: [old, old, long, line('kept')] }]);
    expect(problems).toMatch(/^2 errors like: entry for stream .* too old: .*; 1 errors like: max entry size /);
    expect(rejected[0]!.count).toBe(3);
  });

  test('over the rate of their stream are named with their times', () => {
    const rate = { key: 'limits.loki.streamRate', value: 1024 * 1024, unit: 'bytes/s' };
    const limits = { ...DEFAULT_PUSH_LIMITS, streamRate: rate, streamBurst: { ...rate, value: 10 } };
    const decoder = newDecoder({ limits });
    const entries = [line('12345678'), line('abc'), line('de')];
    const first = decode([{ labels: '{app="shop"}', entries }], {}, decoder);
    expect(first.rateLimited).toBe(true);
    expect(first.rows.map((r) => r['body'])).toEqual(['12345678', 'de']);
    expect(first.problems).toBe(
      `entry with timestamp 2025-10-09 08:53:20 +0000 UTC ignored, reason: 'Per stream rate limit exceeded (limit: 1MB/sec) while attempting to ingest for stream '${STREAM}' totaling 3B, consider splitting a stream via additional labels or raise limits.loki.streamRate',\nuser 'default', total ignored: 1 out of 3 for stream: ${STREAM}`,
    );
    expect(decode([{ labels: '{app="other"}', entries }], {}, decoder).rows).toHaveLength(2);
  });
});
