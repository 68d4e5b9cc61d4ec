import { describe, expect, it } from 'vitest';
import { type Attributes, request, type ResourceInput, T0 } from './request.testkit.js';
import { decoded, newDecoder, values } from './rows.testkit.js';
import type { TranslationOptions } from './translation.js';

const of = (resource: Attributes, rest: Partial<ResourceInput> = {}): ResourceInput => ({
  resource,
  metrics: [{ name: 'm', gauge: [{ double: 5 }] }],
  ...rest,
});

const series = (resource: Attributes, translation: TranslationOptions = {}): unknown[] =>
  values(decoded(request(of(resource)), newDecoder({ translation }))).map(([name]) => name);

const SHOP = { 'service.name': 'shop', 'service.namespace': 'eu', 'service.instance.id': 'i-1' };

describe('job and instance', () => {
  it.each<[Attributes, string]>([
    [{}, 'm{}'],
    [{ 'service.name': 'shop' }, 'm{job="shop"}'],
    [{ 'service.name': 'shop', 'service.namespace': 'eu' }, 'm{job="eu/shop"}'],
    [{ 'service.name': 'shop', 'service.namespace': '' }, 'm{job="shop"}'],
    [{ 'service.namespace': 'eu' }, 'm{}'],
    [SHOP, 'm{instance="i-1",job="eu/shop"}'],
    [{ 'service.instance.id': 'i-1' }, 'm{instance="i-1"}'],
  ])('of %j', (resource, expected) => {
    expect(series(resource)).toEqual([expected]);
  });

  it('win over attributes of the point', () => {
    const body = request(
      of(SHOP, { metrics: [{ name: 'm', gauge: [{ int: 1n, attributes: { job: 'x', a: 'b' } }] }] }),
    );
    expect(values(decoded(body))[0]?.[0]).toBe('m{a="b",instance="i-1",job="eu/shop"}');
  });
});

describe('target_info', () => {
  it('tells the other attributes of a resource, once a request, at its newest time', () => {
    const metrics = [
      { name: 'a', gauge: [{ double: 1, ts: T0 + 2000 }, { double: 1 }] },
      { name: 'b', histogram: [{ count: 1n, ts: T0 + 1000 }] },
    ];
    const host = { ...SHOP, 'host.name': 'h1', 'process.pid': 42n };
    const batch = decoded(request(of(host, { metrics }), of({ 'service.name': 'other', x: 'y' }), of(host)));
    const rows = batch.samples.filter((row) => row['metric'] === 'target_info');
    expect(rows).toMatchObject([
      {
        series: 'target_info{host_name="h1",instance="i-1",job="eu/shop",process_pid="42"}',
        ts: T0 + 2000,
        value: 1,
        start: 0,
      },
      { series: 'target_info{job="other",x="y"}', ts: T0, value: 1 },
    ]);
    expect(batch.defs.find((def) => def.metric === 'target_info')).toMatchObject({
      type: 'gauge',
      help: 'Target metadata',
    });
  });

  it.each<[string, Attributes]>([
    ['the resource has no other attributes', SHOP],
    ['the resource has neither job nor instance', { 'host.name': 'h1' }],
  ])('is left out when %s', (_, resource) => {
    expect(series(resource)).toHaveLength(1);
  });

  it('is left out when no point of the resource is stored', () => {
    const batch = decoded(request(of({ ...SHOP, x: 'y' }, { metrics: [{ name: 'm', gauge: [{}] }] })));
    expect(batch.samples).toEqual([]);
  });

  it('comes with deltas, too', () => {
    const metrics = [{ name: 'm', sum: [{ int: 1n }], temporality: 'delta' as const }];
    expect(values(decoded(request(of({ ...SHOP, x: 'y' }, { metrics })))).map(([name]) => name)).toEqual([
      'target_info{instance="i-1",job="eu/shop",x="y"}',
    ]);
  });
});

describe('translation options', () => {
  const resource = { ...SHOP, 'host.name': 'h1', region: 'r' };

  it('promotes listed resource attributes', () => {
    expect(series(resource, { promoteResourceAttributes: ['host.name'] })[0]).toBe(
      'm{host_name="h1",instance="i-1",job="eu/shop"}',
    );
  });

  it('promotes all but the ignored', () => {
    const options = { promoteResourceAttributes: 'all', ignoreResourceAttributes: ['region'] } as const;
    expect(series(resource, options)[0]).toBe(
      'm{host_name="h1",instance="i-1",job="eu/shop",service_instance_id="i-1",service_name="shop",service_namespace="eu"}',
    );
  });

  it('lets attributes of the point win over promoted ones', () => {
    const body = request(of(resource, { metrics: [{ name: 'm', gauge: [{ int: 1n, attributes: { region: 'p' } }] }] }));
    const decoder = newDecoder({ translation: { promoteResourceAttributes: ['region'] } });
    expect(values(decoded(body, decoder))[0]?.[0]).toContain('region="p"');
  });

  it('keeps identifying attributes in target_info', () => {
    expect(series(resource, { keepIdentifyingResourceAttributes: true })[1]).toBe(
      'target_info{host_name="h1",instance="i-1",job="eu/shop",region="r",service_instance_id="i-1",service_name="shop",service_namespace="eu"}',
    );
  });

  it('promotes scope metadata, so that scopes are series of their own', () => {
    const scoped = (version: string): ResourceInput =>
      of({}, { scope: { name: 'lib', version, attributes: { 'a.b': 'c' } } });
    const body = request(scoped('1'), scoped('2'), of({}));
    expect(values(decoded(body, newDecoder({ translation: { promoteScopeMetadata: true } })))).toEqual([
      ['m{otel_scope_a_b="c",otel_scope_name="lib",otel_scope_version="1"}', 5],
      ['m{otel_scope_a_b="c",otel_scope_name="lib",otel_scope_version="2"}', 5],
      ['m{}', 5],
    ]);
    expect(new Set(values(decoded(body)).map(([name]) => name))).toEqual(new Set(['m{}']));
  });
});
