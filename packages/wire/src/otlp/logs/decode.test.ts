import { fingerprintToBigInt, labelsKey, fingerprintOf, LOG_ROW, Sequence, type Tenant } from '@bongsu/model';
import { describe, expect, test } from 'vitest';
import { CONTEXT, NOW_NS, SPAN_ID, TRACE_ID } from '../../testkit/context.js';
import { array, bool, double, int, kvlist, logsRequest, str, type TestLogs } from '../../testkit/otlp-messages.js';
import { readRows, type Row } from '../../testkit/row-binary.js';
import type { DecodeContext } from '../context.js';
import { DEFAULT_OTLP_LIMITS } from '../limits.js';
import { LogsDecoder } from './decode.js';

const BOOT_MS = 1_759_000_000_000;

const newDecoder = (): LogsDecoder => new LogsDecoder({ sequence: new Sequence(BOOT_MS), limits: DEFAULT_OTLP_LIMITS });

function decode(blocks: readonly TestLogs[], context: DecodeContext = CONTEXT, decoder = newDecoder()) {
  const result = decoder.decode(logsRequest(blocks), context);
  if (!result.ok) throw new Error(result.error.message);
  const { batch, rejected } = result.value;
  const rows = readRows(LOG_ROW, batch.logs.bytes);
  expect(rows).toHaveLength(batch.logs.count);
  return { batch, rejected, rows };
}

describe('LogsDecoder', () => {
  test('every field of a record stands in its column', () => {
    const { rows, batch, rejected } = decode([
      {
        resource: [
          ['service.name', str('checkout')],
          ['process.pid', int(12)],
        ],
        resourceDropped: 1,
        resourceSchemaUrl: 'https://opentelemetry.io/schemas/1.30.0',
        scopeName: 'orders',
        scopeVersion: '1.2.3',
        scopeAttributes: [['team', str('결제')]],
        scopeDropped: 2,
        scopeSchemaUrl: 'https://opentelemetry.io/schemas/1.31.0',
        records: [
          {
            time: NOW_NS + 1n,
            observed: NOW_NS + 2n,
            severity: 17,
            severityText: 'ERROR',
            body: str('결제 실패'),
            attributes: [
              ['http.route', str('/주문')],
              ['n', int(-9223372036854775808n)],
              ['ratio', double(0.25)],
              ['ok', bool(false)],
              ['list', array(int(1), str('b'))],
              ['map', kvlist(['k', int(1)])],
            ],
            dropped: 3,
            flags: 1,
            traceId: TRACE_ID,
            spanId: SPAN_ID,
            eventName: 'payment.failed',
          },
        ],
      },
    ]);
    expect(rejected).toEqual([]);
    const [resource] = batch.resources;
    const [stream] = batch.streams;
    expect(rows).toEqual<Row[]>([
      {
        tenant: 'default',
        ts: NOW_NS + 1n,
        seq: BigInt(BOOT_MS) * 1000n + 1n,
        observed_ts: NOW_NS + 2n,
        stream: fingerprintToBigInt(stream!.def.fingerprint),
        resource: fingerprintToBigInt(resource!.def.fingerprint),
        service: 'checkout',
        severity_number: 17,
        severity_text: 'ERROR',
        event_name: 'payment.failed',
        trace_id: TRACE_ID,
        span_id: SPAN_ID,
        flags: 1,
        body: '결제 실패',
        body_type: 's',
        attributes: [
          ['http.route', '/주문'],
          ['n', '-9223372036854775808'],
          ['ratio', '0.25'],
          ['ok', 'false'],
          ['list', '[1,"b"]'],
          ['map', '{"k":1}'],
        ],
        attribute_types: 'sidbak',
        dropped_attributes: 3,
        detected_level: 'error',
      },
    ]);
    expect(resource!.def).toMatchObject({
      service: 'checkout',
      attributes: [
        { key: 'service.name', value: 'checkout', type: 's' },
        { key: 'process.pid', value: '12', type: 'i' },
      ],
      droppedAttributes: 1,
      schemaUrl: 'https://opentelemetry.io/schemas/1.30.0',
      scopeName: 'orders',
      scopeVersion: '1.2.3',
      scopeAttributes: [{ key: 'team', value: '결제', type: 's' }],
      scopeDroppedAttributes: 2,
      scopeSchemaUrl: 'https://opentelemetry.io/schemas/1.31.0',
      storedDay: undefined,
    });
    expect([...resource!.days]).toEqual([Number(NOW_NS / 86_400_000_000_000n)]);
    expect(stream!.def.labels).toEqual({ service_name: 'checkout' });
    expect(stream!.def.fingerprint).toEqual(fingerprintOf(labelsKey({ service_name: 'checkout' })));
  });

  test('a record of no fields gets the time of arrival and is empty otherwise', () => {
    const { rows } = decode([{ records: [{}] }]);
    expect(rows[0]).toMatchObject({
      ts: NOW_NS,
      observed_ts: 0n,
      service: 'unknown_service',
      trace_id: '0'.repeat(32),
      span_id: '0'.repeat(16),
      body: '',
      body_type: 'n',
      attributes: [],
      attribute_types: '',
    });
  });

  test('time 0 is the observed time', () => {
    const { rows } = decode([{ records: [{ time: 0n, observed: NOW_NS - 5n }] }]);
    expect(rows[0]).toMatchObject({ ts: NOW_NS - 5n, observed_ts: NOW_NS - 5n });
  });

  test('a structured body is JSON with its type', () => {
    const { rows } = decode([{ records: [{ body: kvlist(['msg', str('hi')], ['n', int(1)]) }, { body: int(5) }] }]);
    expect(rows.map((r) => [r['body'], r['body_type']])).toEqual([
      ['{"msg":"hi","n":1}', 'k'],
      ['5', 'i'],
    ]);
  });

  test('sequence numbers ascend in the order of arrival over blocks and requests', () => {
    const decoder = newDecoder();
    const blocks: TestLogs[] = [{ records: [{}, {}] }, { resource: [['a', str('b')]], records: [{}] }];
    const seqs = [...decode(blocks, CONTEXT, decoder).rows, ...decode(blocks, CONTEXT, decoder).rows].map(
      (r) => r['seq'] as bigint,
    );
    expect(seqs.map((s) => s - BigInt(BOOT_MS) * 1000n)).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
  });

  test('no record of a request is a batch of no rows', () => {
    expect(decode([]).batch).toMatchObject({ logs: { count: 0 }, streams: [], resources: [] });
    expect(decode([{ resource: [['service.name', str('a')]], records: [] }]).batch).toMatchObject({ streams: [] });
  });
});

describe('detected_level', () => {
  const records = [
    { severityText: 'Warning', body: str('an error') },
    { attributes: [['log.level', str('FATAL')]] as const, severity: 9 },
    { severity: 9, body: str('an error') },
    { body: kvlist(['level', str('dbg')]) },
    { body: str('an error') },
    { attributes: [['level', int(3)]] as const },
    {},
  ];

  test('is found by every source of a record', () => {
    const { rows } = decode([{ records }]);
    expect(rows.map((r) => r['detected_level'])).toEqual(['warn', 'fatal', 'info', 'debug', 'error', '3', 'unknown']);
  });

  test('is empty when it is not wanted', () => {
    const plain = new LogsDecoder({
      sequence: new Sequence(BOOT_MS),
      limits: DEFAULT_OTLP_LIMITS,
      discoverLevels: false,
    });
    const { rows } = decode([{ records }], CONTEXT, plain);
    expect(new Set(rows.map((r) => r['detected_level']))).toEqual(new Set(['']));
  });
});

describe('stream labels', () => {
  test('the resource attributes that Loki indexes, dots as underscores; the rest stays with the resource', () => {
    const { batch } = decode([
      {
        resource: [
          ['service.name', str('checkout')],
          ['service.namespace', str('shop')],
          ['deployment.environment.name', str('prod')],
          ['k8s.pod.name', str('checkout-1')],
          ['cloud.region', str('')],
          ['host.name', str('h1')],
        ],
        records: [{}],
      },
    ]);
    expect(batch.streams[0]!.def.labels).toEqual({
      service_name: 'checkout',
      service_namespace: 'shop',
      deployment_environment_name: 'prod',
      k8s_pod_name: 'checkout-1',
    });
  });

  test.each([
    [{ 'k8s.pod.name': 'p', 'host.name': 'h' }, 'unknown_service'],
    [{ 'container.name': 'c1', 'k8s.job.name': 'j' }, 'c1'],
    [{ 'k8s.job.name': 'j', 'container.name': 'c1' }, 'j'],
    [{ 'service.name': '', 'container.name': 'c1' }, 'c1'],
    [{ 'container.name': 'c1', 'service.name': 's' }, 's'],
  ])('service_name of %j is %s', (attributes, service) => {
    const { batch, rows } = decode([
      { resource: Object.entries(attributes).map(([k, v]) => [k, str(v)] as const), records: [{}] },
    ]);
    expect(batch.streams[0]!.def.labels['service_name']).toBe(service);
    expect(rows[0]!['service']).toBe(service);
  });
});

describe('definitions', () => {
  const block: TestLogs = { resource: [['service.name', str('a')]], scopeName: 's', records: [{}] };

  test('are the same object from request to request, and left out once stored for the day', () => {
    const decoder = newDecoder();
    const first = decode([block], CONTEXT, decoder).batch;
    const second = decode([block], CONTEXT, decoder).batch;
    expect(second.resources[0]!.def).toBe(first.resources[0]!.def);
    expect(second.streams[0]!.def).toBe(first.streams[0]!.def);
    const [day] = first.resources[0]!.days;
    first.resources[0]!.def.storedDay = day;
    first.streams[0]!.def.storedDay = day;
    expect(decode([block], CONTEXT, decoder).batch).toMatchObject({ resources: [], streams: [], logs: { count: 1 } });
    const yesterday = { ...block, records: [{ time: NOW_NS - 86_400_000_000_000n }, {}] };
    const { batch } = decode([yesterday], CONTEXT, decoder);
    expect([...batch.resources[0]!.days]).toEqual([day! - 1]);
    expect([...batch.streams[0]!.days]).toEqual([day! - 1]);
  });

  test('of one stream with two resources: one stream, two resources', () => {
    const { batch } = decode([
      { ...block, resource: [...block.resource!, ['process.pid', int(1)]] },
      { ...block, resource: [...block.resource!, ['process.pid', int(2)]] },
    ]);
    expect(batch.streams).toHaveLength(1);
    expect(batch.resources).toHaveLength(2);
  });

  test('are not shared between tenants', () => {
    const decoder = newDecoder();
    const one = decode([block], CONTEXT, decoder);
    const two = decode([block], { ...CONTEXT, tenant: 'b' as Tenant }, decoder);
    expect(two.rows[0]!['tenant']).toBe('b');
    expect(two.batch.resources[0]!.def).not.toBe(one.batch.resources[0]!.def);
    expect(two.batch.streams[0]!.def).not.toBe(one.batch.streams[0]!.def);
    expect(two.batch.resources[0]!.def.fingerprint).toEqual(one.batch.resources[0]!.def.fingerprint);
  });

  test('differ when only scope or schema differ, and not when only the order of attributes does', () => {
    const variants: TestLogs[] = [
      block,
      { ...block, scopeName: 't' },
      { ...block, scopeVersion: '1' },
      { ...block, scopeSchemaUrl: 'u' },
      { ...block, resourceSchemaUrl: 'u' },
      { ...block, scopeAttributes: [['x', str('y')]] },
      { ...block, resourceDropped: 1 },
      { ...block, resource: [['service.name', int(1)]] },
    ];
    const fingerprints = decode(variants).batch.resources.map((u) => fingerprintToBigInt(u.def.fingerprint));
    expect(new Set(fingerprints).size).toBe(variants.length);
    const pair = [
      ['service.name', str('a')],
      ['b', str('c')],
    ] as const;
    const { rows } = decode([
      { ...block, resource: pair },
      { ...block, resource: pair.toReversed() },
    ]);
    expect(rows[0]!['resource']).toBe(rows[1]!['resource']);
  });
});
