import { millis, type Tenant } from '@bongsu/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../testkit/engine.js';
import { exemplars } from './exemplars-api.js';
import { exemplarsToJson } from './json.js';
import { labelNames, labelValues, metadata, series } from './series-api.js';
import { parseSelector } from './syntax/index.js';

const tenant = 'shop' as Tenant;
const day = (n: number): number => Date.UTC(2026, 0, n);

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  const row = (metric: string, fingerprint: number, n: number, labels: object, more: object = {}) => ({
    tenant,
    metric,
    fingerprint: String(fingerprint),
    day: new Date(day(n)).toISOString().slice(0, 10),
    labels,
    ...more,
  });
  const histogram = { type: 'histogram', unit: 's', help: 'Time taken' };
  await engine.insertJson('metric_series', [
    row('up', 1, 1, { job: 'shop', instance: 'a' }, { type: 'gauge', help: 'Alive' }),
    row('up', 1, 2, { job: 'shop', instance: 'a' }, { type: 'gauge', help: 'Alive' }),
    row('up', 2, 2, { job: 'db', zone: '한국' }, { type: 'gauge', help: 'Alive or not' }),
    row('took_bucket', 3, 2, { le: '1' }, histogram),
    row('took_sum', 4, 2, {}, histogram),
    row('took_count', 5, 2, {}, histogram),
    row('bucket_count', 6, 3, {}, { type: 'gauge', unit: '', help: '' }),
    { ...row('other', 7, 2, { secret: 'x' }), tenant: 'other' },
  ]);
  const id = (hex: string, bytes: number) => Buffer.from(hex.padEnd(bytes * 2, '0'), 'hex').toString('latin1');
  await engine.insertJson('exemplars', [
    { tenant, metric: 'took_bucket', fingerprint: '3', ts: (day(2) / 1000 + 60.5).toFixed(3), value: 0.25, trace_id: id('', 16), span_id: id('', 8), labels: { user: '7' } }, // prettier-ignore
    { tenant, metric: 'took_bucket', fingerprint: '3', ts: (day(2) / 1000 + 30).toFixed(3), value: 0.75, trace_id: id('11223344556677', 16), span_id: id('0102', 8), labels: {} }, // prettier-ignore
  ]);
});
afterAll(() => engine.close());

function matchers(...selectors: string[]) {
  return selectors.map((text) => {
    const parsed = parseSelector(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.value;
  });
}

describe('labelNames', () => {
  it.each([
    ['all', [], {}, ['__name__', 'instance', 'job', 'le', 'zone']],
    ['of some series', ['up{job="db"}'], {}, ['__name__', 'job', 'zone']],
    ['of either', ['up{job="db"}', '{le!=""}'], {}, ['__name__', 'job', 'le', 'zone']],
    ['of a metric without labels', ['took_sum'], {}, ['__name__']],
    ['of nothing', ['nothing'], {}, []],
    ['of a day', [], { start: millis(day(1)), end: millis(day(1) + 5) }, ['__name__', 'instance', 'job']],
  ])('%s', async (_, selectors, window, expected) => {
    const answer = await labelNames({ tenant, matchers: matchers(...selectors), ...window }, engine.runner);
    expect(answer).toEqual({ ok: true, value: { items: expected, warnings: [] } });
  });

  it('says when it cuts', async () => {
    expect(await labelNames({ tenant, matchers: [], limit: 2 }, engine.runner)).toEqual({
      ok: true,
      value: { items: ['__name__', 'instance'], warnings: ['results truncated due to limit'] },
    });
  });
});

describe('labelValues', () => {
  it.each([
    ['__name__', [], ['bucket_count', 'took_bucket', 'took_count', 'took_sum', 'up']],
    ['job', [], ['db', 'shop']],
    ['zone', ['up'], ['한국']],
    ['job', ['up{instance=""}'], ['db']],
    ['nothing', [], []],
    ['secret', [], []],
  ])('of %s where %j', async (label, selectors, expected) => {
    const answer = await labelValues({ tenant, label, matchers: matchers(...selectors) }, engine.runner);
    expect(answer).toEqual({ ok: true, value: { items: expected, warnings: [] } });
  });

  it('says when it cuts, and not when it need not', async () => {
    const one = await labelValues({ tenant, label: 'job', matchers: [], limit: 1 }, engine.runner);
    expect(one).toMatchObject({ value: { items: ['db'], warnings: ['results truncated due to limit'] } });
    const two = await labelValues({ tenant, label: 'job', matchers: [], limit: 2 }, engine.runner);
    expect(two).toMatchObject({ value: { items: ['db', 'shop'], warnings: [] } });
  });
});

describe('series', () => {
  it('lists label sets, each once', async () => {
    expect(await series({ tenant, matchers: matchers('up', '{le="1"}') }, engine.runner)).toEqual({
      ok: true,
      value: {
        items: [
          { __name__: 'took_bucket', le: '1' },
          { __name__: 'up', instance: 'a', job: 'shop' },
          { __name__: 'up', job: 'db', zone: '한국' },
        ],
        warnings: [],
      },
    });
  });

  it('keeps to its days and its limit', async () => {
    const window = { start: millis(day(3)), end: millis(day(4)) };
    expect(await series({ tenant, matchers: [], ...window }, engine.runner)).toMatchObject({
      value: { items: [{ __name__: 'bucket_count' }] },
    });
    expect(await series({ tenant, matchers: matchers('up'), limit: 1 }, engine.runner)).toMatchObject({
      value: { items: [{}], warnings: ['results truncated due to limit'] },
    });
  });
});

describe('metadata', () => {
  it('is by family', async () => {
    const answer = await metadata({ tenant }, engine.runner);
    if (!answer.ok) throw new Error(answer.error.message);
    expect([...answer.value]).toEqual([
      ['bucket_count', [{ type: 'gauge', unit: '', help: '' }]],
      ['took', [{ type: 'histogram', unit: 's', help: 'Time taken' }]],
      ['up', [{ type: 'gauge', unit: '', help: 'Alive' }, { type: 'gauge', unit: '', help: 'Alive or not' }]], // prettier-ignore
    ]);
  });

  it.each([
    [{ metric: 'took' }, ['took']],
    [{ metric: 'took_sum' }, []],
    [{ limit: 1 }, ['bucket_count']],
  ])('%j', async (more, expected) => {
    const answer = await metadata({ tenant, ...more }, engine.runner);
    expect(answer.ok && [...answer.value.keys()]).toEqual(expected);
  });

  it('bounds the entries of a family', async () => {
    const answer = await metadata({ tenant, metric: 'up', limitPerMetric: 1 }, engine.runner);
    expect(answer.ok && answer.value.get('up')).toHaveLength(1);
  });
});

describe('exemplars', () => {
  const ask = (query: string, start: number, end: number) =>
    exemplars({ query, start: millis(start), end: millis(end), tenant, limits: { maxSamples: 100 } }, engine.runner);

  it('come with their series and the ids of their trace', async () => {
    const answer = await ask('histogram_quantile(0.9, rate(took_bucket[5m])) / rate(took_bucket[1m])', day(2), day(3));
    if (!answer.ok) throw new Error(answer.error.message);
    expect(exemplarsToJson(answer.value ?? [])).toBe(
      '[{"seriesLabels":{"__name__":"took_bucket","le":"1"},"exemplars":[' +
        '{"labels":{"span_id":"0102000000000000","trace_id":"11223344556677000000000000000000"},"value":"0.75","timestamp":1767312030},' +
        '{"labels":{"user":"7"},"value":"0.25","timestamp":1767312060.5}]}]',
    );
  });

  it('of both bounds, and none beyond', async () => {
    const at = day(2) + 30_000;
    expect(await ask('took_bucket', at, at)).toMatchObject({ ok: true, value: [{ exemplars: [{ value: 0.75 }] }] });
    expect(await ask('took_bucket', at + 1, at + 2)).toEqual({ ok: true, value: [] });
    expect(await ask('1 + 1', day(1), day(3))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['sum(', 'query', '1:5: parse error: unclosed left parenthesis'],
    ['up', 'end', 'end timestamp must not be before start time'],
  ])('refuses %s for its %s', async (query, param, message) => {
    const answer = await ask(query, day(2), param === 'end' ? day(1) : day(3));
    expect(answer).toMatchObject({ ok: false, error: { type: 'bad_data', param, message } });
  });
});
