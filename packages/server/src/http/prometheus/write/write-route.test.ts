import { compressSync } from 'snappy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestV1, requestV2, type SeriesInput } from '@bongsu/wire/remote-write/testkit';
import { startApp, type RunningApp } from '../../../testkit/running-app.js';

const V2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';
const T0 = 1_700_000_000_000;
let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

async function send(body: Uint8Array, headers: Record<string, string> = {}, method = 'POST') {
  const given = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', ...headers };
  const response = await fetch(`${app.url}/api/v1/write`, {
    method,
    headers: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.from(body) }),
  });
  const written = (kind: string) => response.headers.get(`x-prometheus-remote-write-${kind}-written`);
  return {
    status: response.status,
    text: await response.text(),
    written: [written('samples'), written('histograms'), written('exemplars')],
    allow: response.headers.get('allow'),
    retryAfter: response.headers.get('retry-after'),
  };
}

const v1 = (series: readonly SeriesInput[], headers = {}) => send(compressSync(requestV1(series)), headers);
const v2 = (series: readonly SeriesInput[]) => send(compressSync(requestV2(series)), { 'content-type': V2 });
const UNCOUNTED = [null, null, null];

/** A matrix selector's values, by series. */
async function stored(selector: string, end: number): Promise<unknown> {
  const params = new URLSearchParams({ query: selector, time: String(end / 1000) });
  const response = await fetch(`${app.url}/api/v1/query?${String(params)}`);
  const answer = (await response.json()) as { data: { result: { metric: object; values: unknown[] }[] } };
  return answer.data.result.map(({ values }) => values);
}

const metric = (name: string, samples: SeriesInput['samples']): SeriesInput => ({
  labels: { __name__: name, job: 'a' },
  samples: samples ?? [],
});

describe('what is taken', () => {
  it('version 1 is answered 204, nothing more, and is there', async () => {
    expect(
      await v1([
        metric('one', [
          { t: T0, v: 1 },
          { t: T0 + 15_000, v: 2.5 },
        ]),
      ]),
    ).toMatchObject({
      status: 204,
      text: '',
      written: UNCOUNTED,
    });
    expect(await stored('one[5m]', T0 + 60_000)).toEqual([
      [
        [T0 / 1000, '1'],
        [T0 / 1000 + 15, '2.5'],
      ],
    ]);
  });

  it('is there as soon as it is acknowledged, however late it comes', async () => {
    const sum = async (): Promise<unknown> => {
      const range = { query: 'sum(count_over_time(again[2h]))', start: `${T0 / 1000}`, end: `${T0 / 1000 + 7200}`, step: '7200' }; // prettier-ignore
      const response = await fetch(`${app.url}/api/v1/query_range?${String(new URLSearchParams(range))}`);
      const { data } = (await response.json()) as { data: { result: { values: [number, string][] }[] } };
      return data.result[0]?.values.at(-1)?.[1];
    };
    expect(await sum()).toBeUndefined();
    // Now a new series, now a new block of time, now between samples that are there.
    const times = [0, 5_400_000, 15_000, 1_800_001, 7_000, 7_000_000, 1];
    for (const [i, t] of times.entries()) {
      const series = { labels: { __name__: 'again', kind: `${i % 2}` }, samples: [{ t: T0 + 1 + t, v: i }] };
      expect(await v1([series])).toMatchObject({ status: 204 });
      expect(await sum()).toBe(`${i + 1}`);
    }
  });

  it('version 2 says how much it wrote', async () => {
    const histogram = { t: T0, count: 1, sum: 1, positiveSpans: [[0, 1]] as const, positiveDeltas: [1] };
    const series: SeriesInput[] = [
      {
        ...metric('two', [
          { t: T0, v: 1 },
          { t: T0 + 1, v: 2 },
        ]),
        exemplars: [{ labels: { a: 'b' }, v: 1, t: T0 }],
      },
      {
        labels: { __name__: 'two_h' },
        histograms: [histogram, { ...histogram, t: T0 + 1 }, { ...histogram, t: T0 + 2 }],
      },
    ];
    expect(await v2(series)).toMatchObject({ status: 204, text: '', written: ['2', '3', '1'] });
  });

  it.each([
    ['without a content type', { 'content-type': '' }],
    ['without an encoding', { 'content-encoding': '' }],
  ])('%s', async (_, headers) => {
    expect(await v1([metric('plain', [{ t: T0, v: 1 }])], headers)).toMatchObject({ status: 204 });
  });

  it('nothing at all', async () => {
    expect(await v1([])).toMatchObject({ status: 204 });
    expect(await v2([])).toMatchObject({ status: 204, written: ['0', '0', '0'] });
  });

  it('samples out of order, and twice', async () => {
    await v1([metric('order', [{ t: T0 + 30_000, v: 3 }])]);
    expect(await v1([metric('order', [{ t: T0, v: 1 }])])).toMatchObject({ status: 204 });
    expect(await v1([metric('order', [{ t: T0, v: 1 }])])).toMatchObject({ status: 204 });
    // Of two values at one time the greater counts, whichever came first.
    await v1([metric('order', [{ t: T0 + 15_000, v: 5 }])]);
    await v1([metric('order', [{ t: T0 + 15_000, v: 4 }])]);
    expect(await stored('order[5m]', T0 + 60_000)).toEqual([
      [
        [T0 / 1000, '1'],
        [T0 / 1000 + 15, '5'],
        [T0 / 1000 + 30, '3'],
      ],
    ]);
  });

  it('samples about the epoch, when everything is kept', async () => {
    expect(
      await v1([
        metric('epoch', [
          { t: -60_000, v: 1 },
          { t: 0, v: 2 },
          { t: 60_000, v: 3 },
        ]),
      ]),
    ).toMatchObject({
      status: 204,
    });
    expect(await stored('epoch[5m]', 60_000)).toEqual([
      [
        [-60, '1'],
        [0, '2'],
        [60, '3'],
      ],
    ]);
    expect(await stored('epoch[5m]', -1000)).toEqual([[[-60, '1']]]);
  });

  it('for one tenant only', async () => {
    await v1([metric('mine', [{ t: T0, v: 1 }])], { 'x-scope-orgid': 'b' });
    expect(await stored('mine[5m]', T0)).toEqual([]);
  });

  it('metadata, with or without samples', async () => {
    await send(compressSync(requestV1([metric('said_total', [{ t: T0, v: 1 }])], [])));
    await send(compressSync(requestV1([], [{ type: 1, family: 'said_total', help: 'Things said.', unit: '' }])));
    await v1([metric('said_total', [{ t: T0 + 1, v: 1 }])]);
    const response = await fetch(`${app.url}/api/v1/metadata?metric=said_total`);
    expect(await response.json()).toEqual({
      status: 'success',
      data: { said_total: [{ type: 'counter', unit: '', help: 'Things said.' }] },
    });
  });
});

describe('what is refused', () => {
  const tomorrow = Date.now() + 86_400_000;

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('405: %s', async (method) => {
    expect(await send(new Uint8Array(0), {}, method)).toMatchObject({ status: 405, allow: 'OPTIONS, POST' });
  });

  it('204: OPTIONS', async () => {
    expect(await send(new Uint8Array(0), {}, 'OPTIONS')).toMatchObject({ status: 204 });
  });

  it.each([
    [{ 'content-type': 'application/json' }, UNCOUNTED, /expected application\/x-protobuf/],
    [
      { 'content-type': 'application/x-protobuf;proto=a.b' },
      UNCOUNTED,
      /unknown type for remote write protobuf message "a.b"/,
    ],
    [{ 'content-encoding': 'gzip' }, UNCOUNTED, /^"gzip" encoding \(compression\) is not accepted/],
    [{ 'content-encoding': 'zstd', 'content-type': V2 }, ['0', '0', '0'], /^"zstd" encoding/],
  ])('415: %j', async (headers, written, text) => {
    const body = compressSync(requestV1([metric('no', [{ t: T0, v: 1 }])]));
    expect(await send(body, headers)).toMatchObject({
      status: 415,
      written,
      text: expect.stringMatching(text) as string,
    });
  });

  it.each([
    ['no snappy', Buffer.from('hello, this is no snappy at all')],
    ['the frame format', Buffer.from('ff060000734e61507059', 'hex')],
    ['no protobuf', compressSync(Buffer.from('hello'))],
    ['half a message', compressSync(requestV1([metric('no', [{ t: T0, v: 1 }])]).subarray(0, 20))],
  ])('400: %s', async (_, body) => {
    expect(await send(body)).toMatchObject({ status: 400, written: UNCOUNTED });
    expect(await send(body, { 'content-type': V2 })).toMatchObject({ status: 400, written: ['0', '0', '0'] });
  });

  it('413: a block that says it is too large', async () => {
    const answer = await send(Buffer.from('ffffffff0f00', 'hex'), { 'content-type': V2 });
    expect(answer).toMatchObject({ status: 413, written: ['0', '0', '0'] });
    expect(answer.text).toMatch(/4294967295 bytes exceeds the limit .*\(raise limits\.request\.maxDecompressedBytes\)/);
  });

  it('400: all of a request of version 1 with a sample from the future', async () => {
    const answer = await v1([metric('future', [{ t: T0, v: 1 }]), metric('future', [{ t: tomorrow, v: 1 }])]);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/^out of bounds: .* for series \{__name__="future", job="a"\}\n$/);
    expect(await stored('future[5m]', T0)).toEqual([]);
  });

  it('400: only what is wrong of a request of version 2', async () => {
    const answer = await v2([
      metric('partly', [
        { t: T0, v: 1 },
        { t: tomorrow, v: 2 },
      ]),
      { labels: { job: 'nameless' }, samples: [{ t: T0, v: 1 }] },
      { labels: { __name__: 'bad_h' }, histograms: [{ t: T0, count: 5, sum: 1 }] },
      metric('partly', [{ t: T0 + 1000, v: 3 }]),
    ]);
    expect(answer).toMatchObject({ status: 400, written: ['2', '0', '0'] });
    expect(answer.text.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^out of bounds/),
      'invalid metric name or labels, got {job="nameless"}',
      expect.stringMatching(
        /observations found in buckets, but the Count field is 5.* for series \{__name__="bad_h"\}$/,
      ),
    ]);
    expect(await stored('partly[5m]', T0 + 2000)).toEqual([
      [
        [T0 / 1000, '1'],
        [T0 / 1000 + 1, '3'],
      ],
    ]);
  });

  it('204: series with bad labels in version 1 are left out without a word', async () => {
    expect(
      await v1([metric('beside', [{ t: T0, v: 1 }]), { labels: { a: 'b' }, samples: [{ t: T0, v: 1 }] }]),
    ).toMatchObject({ status: 204, text: '' });
    expect(await stored('beside[5m]', T0)).toHaveLength(1);
  });

  it('400: a tenant that is none', async () => {
    expect(await v1([metric('t', [{ t: T0, v: 1 }])], { 'x-scope-orgid': 'a/b' })).toMatchObject({ status: 400 });
  });
});
