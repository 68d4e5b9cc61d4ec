import { afterAll, beforeAll, expect, it } from 'vitest';
import { readProtobufExposition } from '@bongsu/wire/exposition';
import { prometheusClient } from '../../../testkit/prometheus-client.js';
import { expectMethods } from '../../../testkit/prometheus-refusals.js';
import { histograms, SIZES } from '../../../testkit/prometheus-samples.js';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

const at = Date.now() - 10_000;

let app: RunningApp;
const { ask, write } = prometheusClient(() => app.url);
beforeAll(async () => {
  app = await startApp();
  const now = Date.now();
  await write([
    {
      labels: { __name__: 'fresh', job: 'a', q: 'say "hi"\\\n' },
      samples: [
        { t: now - 20_000, v: 1 },
        { t: now - 10_000, v: 2.5 },
      ],
    },
    { labels: { __name__: 'fresh', instance: 'i:1' }, samples: [{ t: now - 10_000, v: 3 }] },
    {
      labels: { __name__: 'ended' },
      samples: [
        { t: now - 20_000, v: 1 },
        { t: now - 10_000, v: 'stale' },
      ],
    },
    { labels: { __name__: 'http.점', 'a.b': 'c' }, samples: [{ t: now - 10_000, v: 4 }] },
    { labels: { __name__: 'old' }, samples: [{ t: now - 301_000, v: 1 }] },
    ...histograms(at),
  ]);
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

it('gives the newest samples in the text format', async () => {
  const answer = await ask('/federate', {
    params: [
      ['match[]', '{__name__=~"fresh|ended|old"}'],
      ['match[]', 'fresh'],
      ['match[]', '{"http.점"}'],
    ],
  });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.text.replaceAll(/ \d{13}$/gm, ' TIME').split('\n')).toEqual([
    '# TYPE fresh untyped',
    'fresh{instance="i:1"} 3 TIME',
    'fresh{job="a",q="say \\"hi\\"\\\\\\n",instance=""} 2.5 TIME',
    '# TYPE "http.점" untyped',
    '{"http.점","a.b"="c",instance=""} 4 TIME',
    '',
  ]);
});

it('of nothing is nothing', async () => {
  expect(await ask('/federate')).toMatchObject({ status: 200, text: '' });
  expect(await ask('/federate', { params: { 'match[]': 'not-a-name' } })).toMatchObject({
    status: 400,
    text: '1:4: parse error: unexpected <op:->\n',
  });
});

const accept = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

it('are federated as protobuf, a family for each type', async () => {
  const query = new URLSearchParams({ 'match[]': '{__name__=~"sizes|bounded"}' });
  const response = await fetch(`${app.url}/federate?${String(query)}`, { headers: { accept } });
  expect(response.headers.get('content-type')).toBe(
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
  );
  const found: unknown[] = [];
  const read = readProtobufExposition(
    new Uint8Array(await response.arrayBuffer()),
    {
      metadata: (family, { type }) => found.push([family, type]),
      sample: (series, value, time) => found.push([series, value, time]),
      histogram: (series, histogram, time) => found.push([series, histogram, time]),
    },
    { native: true, classicToo: false },
  );
  expect(read.ok).toBe(true);
  const histogram = {
    ...SIZES,
    positiveSpans: [
      { offset: 0, length: 2 },
      { offset: 4, length: 1 },
    ],
    positiveCounts: [3, 4, 3],
    negativeSpans: [],
    negativeCounts: [],
    customValues: [],
    isFloat: true,
  };
  expect(found).toEqual([
    ['sizes', 'histogram'],
    ['sizes{kind="a",instance=""}', { ...histogram, isGauge: false }, at],
    ['sizes', 'gaugehistogram'],
    ['sizes{kind="b",instance=""}', { ...histogram, isGauge: true }, at],
    ['sizes', 'unknown'],
    ['sizes{kind="c",instance=""}', 5, at],
  ]);
});

it('are left out of text', async () => {
  const { text } = await ask('/federate', { params: { 'match[]': '{__name__=~"sizes|bounded"}' } });
  expect(text).toBe(`# TYPE sizes untyped\nsizes{kind="c",instance=""} 5 ${at}\n`);
});

it.each([['/federate', 'GET, OPTIONS']])('%s has %s and is 405 for others', async (path, allowed) => {
  await expectMethods(ask, path, allowed);
});
