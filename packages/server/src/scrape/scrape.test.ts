import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testConfig, type RunningApp } from '../testkit/running-app.js';

/** What each path of the targets' server answers; tests change it while scrapes go on. */
const pages = new Map<string, RequestListener>();
const folder = mkdtempSync(join(tmpdir(), 'bongsu-scrape-'));
const file = join(folder, 'prometheus.yml');
const headers: Record<string, NodeJS.Dict<string | string[]>> = {};
let targets: Server;
let address: string;
let app: RunningApp;

const page =
  (body: string, type = 'text/plain; version=0.0.4'): RequestListener =>
  (_, response) =>
    response.setHeader('content-type', type).end(body);

const job = (name: string, path: string, more = '', times = 'scrape_interval: 400ms, scrape_timeout: 390ms'): string =>
  `  - {job_name: ${name}, metrics_path: ${path}, ${times}, ${more} ` +
  `static_configs: [{targets: ['${address}']}]}\n`;

beforeAll(async () => {
  targets = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    headers[path] = request.headers;
    const answer = pages.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  targets.listen(0, '127.0.0.1');
  await once(targets, 'listening');
  address = `127.0.0.1:${(targets.address() as AddressInfo).port}`;
  pages.set('/plain', page('# TYPE a counter\na{b="1"} 7\nold 1\n# TYPE bare untyped\n'));
  pages.set('/clash', page('c{job="own",instance="x",z="1"} 1\n'));
  pages.set(
    '/open',
    page(
      '# TYPE o counter\no_total 5 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 1\n# EOF\n',
      'application/openmetrics-text; version=1.0.0',
    ),
  );
  pages.set('/typeless', (_, response) => {
    response.end('t 1\n');
  });
  pages.set('/gzip', (_, response) =>
    response.setHeader('content-type', 'text/plain').setHeader('content-encoding', 'gzip').end(gzipSync('g 1\n')),
  );
  pages.set('/drop', page('keep_me 1\ndrop_me 1\n'));
  pages.set('/timed', page(`w 3 ${Date.now() - 60_000}\n`));
  pages.set('/hang', () => undefined);
  pages.set('/loop', (_, response) => response.writeHead(302, { location: '/loop' }).end());
  pages.set('/redirected', (_, response) => response.writeHead(302, { location: '/plain' }).end());
  pages.set('/broken', page('fine 1\nnot fine\n'));
  pages.set('/limited', page('l1 1\nl2 1\nl3 1\n'));
  pages.set('/large', page(`${'x'.repeat(2_000_000)} 1\n`));
  pages.set('/error', (_, response) => response.writeHead(500).end());
  writeFileSync(
    file,
    'scrape_configs:\n' +
      job('plain', '/plain') +
      job('clash', '/clash') +
      job('honor', '/clash', 'honor_labels: true,') +
      job('open', '/open', 'metric_name_escaping_scheme: underscores,') +
      job('typeless', '/typeless') +
      job('strict', '/typeless', "fallback_scrape_protocol: '',") +
      job('gzip', '/gzip', "basic_auth: {username: u, password: p}, params: {m: ['1']},") +
      job('drop', '/drop', "metric_relabel_configs: [{source_labels: [__name__], regex: 'drop.*', action: drop}],") +
      job('timed', '/timed') +
      job('untimed', '/timed', 'honor_timestamps: false,') +
      job('hang', '/hang') +
      // Ten redirects take a moment.
      job('loop', '/loop', '', 'scrape_interval: 3s, scrape_timeout: 3s') +
      job('redirected', '/redirected') +
      job('stays', '/redirected', 'follow_redirects: false,') +
      job('broken', '/broken') +
      job('limited', '/limited', 'sample_limit: 2,') +
      job('large', '/large', 'body_size_limit: 1MB, extra_scrape_metrics: true,') +
      job('many', '/plain', 'target_limit: 1,').replace("targets: ['", "targets: ['127.0.0.1:1', '") +
      job('error', '/error') +
      "  - {job_name: gone, scrape_interval: 400ms, scrape_timeout: 390ms, static_configs: [{targets: ['127.0.0.1:1']}]}\n",
  );
  app = await startApp(
    testConfig((config) => ({ ...config, prometheus: { ...config.prometheus, configFile: file, selfScrape: false } })),
  );
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
  targets.closeAllConnections();
  targets.close();
});

type Vector = { metric: Record<string, string>; value: [number, string] }[];

async function query(expression: string, time?: number): Promise<Vector> {
  const params = new URLSearchParams({ query: expression, ...(time === undefined ? {} : { time: String(time) }) });
  const response = await fetch(`${app.url}/api/v1/query?${params.toString()}`);
  return ((await response.json()) as { data: { result: Vector } }).data.result;
}

/** Asks until the answer is as wanted, for at most 15 s. */
async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (let i = 0; ; i++) {
    const answer = await ask();
    if (wanted(answer) || i === 150) return answer;
    await sleep(100);
  }
}

const labelsOf = (vector: Vector): Record<string, string>[] => vector.map(({ metric }) => metric);

describe('samples', () => {
  it('carry job and instance, and a report per scrape', async () => {
    const found = await eventually(
      () => query('a{job="plain"}'),
      (v) => v.length > 0,
    );
    expect(labelsOf(found)).toEqual([{ __name__: 'a', b: '1', instance: address, job: 'plain' }]);
    expect(found[0]!.value[1]).toBe('7');
    for (const [metric, value] of [
      ['up', '1'],
      ['scrape_samples_scraped', '2'],
      ['scrape_samples_post_metric_relabeling', '2'],
    ] as const) {
      // Of several scrapes: one may meet a busy machine and time out.
      const asked = `${metric}{job="plain"} == ${value}`;
      expect(
        await eventually(
          () => query(asked),
          (v) => v.length > 0,
        ),
      ).toHaveLength(1);
    }
    expect(await query('scrape_duration_seconds{job="plain"} > 0')).toHaveLength(1);
    const type = (await (await fetch(`${app.url}/api/v1/metadata?metric=a`)).json()) as {
      data: { a: { type: string }[] };
    };
    expect(type.data.a[0]!.type).toBe('counter');
    const bare = await (await fetch(`${app.url}/api/v1/metadata?metric=bare`)).text();
    expect(bare).toBe('{"status":"success","data":{"bare":[{"type":"unknown","unit":"","help":""}]}}');
  });

  it('step aside for labels of the target, unless they are honoured', async () => {
    await eventually(
      () => query('c'),
      (v) => v.length === 2,
    );
    expect(labelsOf(await query('c{job="clash"}'))).toEqual([
      { __name__: 'c', job: 'clash', instance: address, exported_job: 'own', exported_instance: 'x', z: '1' },
    ]);
    expect(labelsOf(await query('c{job="own"}'))).toEqual([{ __name__: 'c', job: 'own', instance: 'x', z: '1' }]);
  });

  it('come as OpenMetrics with exemplars, each once however often it is shown', async () => {
    const found = await eventually(
      () => query('last_over_time(o_total{job="open"}[1m]) and count_over_time(o_total{job="open"}[1m]) > 2'),
      (v) => v.length > 0,
    );
    expect(found[0]!.value[1]).toBe('5');
    const now = Date.now() / 1000;
    const params = new URLSearchParams({ query: 'o_total', start: String(now - 60), end: String(now + 60) });
    const answer = await (await fetch(`${app.url}/api/v1/query_exemplars?${params.toString()}`)).text();
    expect(answer.match(/0af7651916cd43dd8448eb211c80319c/g)).toHaveLength(1);
  });

  it('without a content type are read as text, unless that is switched off', async () => {
    expect(
      await eventually(
        () => query('t{job="typeless"}'),
        (v) => v.length > 0,
      ),
    ).toHaveLength(1);
    await eventually(
      () => query('up{job="strict"} == 0'),
      (v) => v.length > 0,
    );
    expect(await query('t{job="strict"}')).toEqual([]);
  });

  it('come compressed from a target with authentication and parameters', async () => {
    expect(
      await eventually(
        () => query('g{job="gzip"}'),
        (v) => v.length > 0,
      ),
    ).toHaveLength(1);
    expect(headers['/gzip']).toMatchObject({
      authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
      'accept-encoding': 'gzip',
      'x-prometheus-scrape-timeout-seconds': '0.39',
    });
    expect(headers['/gzip']!['accept']).toMatch(
      /^application\/openmetrics-text;version=1\.0\.0;escaping=allow-utf-8;q=0\.6,.*,\*\/\*;q=0\.2$/,
    );
  });

  it('are asked for with the names escaped as the job has it', async () => {
    await eventually(
      () => query('up{job="open"} == 1'),
      (v) => v.length > 0,
    );
    const asked = headers['/open']!['accept'];
    expect(asked).toContain('application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,');
    expect(asked).toContain('text/plain;version=1.0.0;escaping=underscores;q=0.4,');
    expect(asked).not.toContain('allow-utf-8');
  });

  it('are dropped by metric relabelling', async () => {
    await eventually(
      () => query('keep_me'),
      (v) => v.length > 0,
    );
    expect(await query('drop_me')).toEqual([]);
    expect((await query('scrape_samples_post_metric_relabeling{job="drop"}'))[0]!.value[1]).toBe('1');
  });

  it('keep their own time when it is honoured', async () => {
    await eventually(
      () => query('w{job="untimed"}'),
      (v) => v.length > 0,
    );
    const age = async (name: string): Promise<number> =>
      Date.now() / 1000 - Number((await query(`timestamp(w{job="${name}"})`))[0]!.value[1]);
    expect(await age('timed')).toBeGreaterThan(55);
    expect(await age('untimed')).toBeLessThan(30);
  });
});

describe('a target that does not deliver', () => {
  it.each(['hang', 'loop', 'stays', 'broken', 'limited', 'large', 'error', 'gone', 'strict'])(
    '%s is down',
    async (name) => {
      const down = await eventually(
        () => query(`up{job="${name}"}`),
        (v) => v.length > 0,
      );
      expect(down.map((each) => each.value[1])).toEqual(['0']);
    },
  );

  it.each([
    ['broken', 'scrape_samples_scraped', '1'],
    ['limited', 'scrape_samples_post_metric_relabeling', '3'],
    ['large', 'scrape_body_size_bytes', '-1'],
    ['large', 'scrape_samples_scraped', '0'],
    ['many', 'up', '0'],
  ])('%s reports %s', async (name, metric, value) => {
    const found = await eventually(
      () => query(`${metric}{job="${name}"}`),
      (v) => v.length > 0,
    );
    expect(new Set(found.map((each) => each.value[1]))).toEqual(new Set([value]));
  });

  it('says why in the list of targets', async () => {
    const answer = (await (await fetch(`${app.url}/api/v1/targets?state=active`)).json()) as {
      data: { activeTargets: { scrapePool: string; health: string; lastError: string; scrapeUrl: string }[] };
    };
    const said = new Map(answer.data.activeTargets.map((each) => [each.scrapePool, each.lastError]));
    expect(
      Object.fromEntries(
        ['hang', 'loop', 'stays', 'broken', 'limited', 'large', 'error', 'gone', 'strict'].map((name) => [
          name,
          said.get(name),
        ]),
      ),
    ).toEqual({
      hang: `Get "http://${address}/hang": context deadline exceeded`,
      loop: `Get "http://${address}/loop": stopped after 10 redirects`,
      stays: 'server returned HTTP status 302 Found',
      broken: 'line 2: not: "fine" is not a number',
      limited: 'sample limit exceeded (limit: 2)',
      large: `body size limit exceeded: Get "http://${address}/large": the body exceeds 1000000 bytes`,
      error: 'server returned HTTP status 500 Internal Server Error',
      gone: 'Get "http://127.0.0.1:1/metrics": connection refused',
      strict:
        'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
    });
    const metadata = await (await fetch(`${app.url}/api/v1/targets/metadata?metric=a`)).text();
    expect(metadata).toContain('"type":"counter"');
  });

  it('is one of too many, when there are', async () => {
    const answer = (await (await fetch(`${app.url}/api/v1/targets?scrapePool=many`)).json()) as {
      data: { activeTargets: { lastError: string }[] };
    };
    const problem = 'target_limit exceeded (number of targets: 2, limit: 1)';
    expect(answer.data.activeTargets.map(({ lastError }) => lastError)).toEqual([problem, problem]);
  });

  it('one that redirects is up', async () => {
    expect(
      await eventually(
        () => query('up{job="redirected"} == 1'),
        (v) => v.length > 0,
      ),
    ).toHaveLength(1);
  });

  it('leaves nothing of a scrape that fails half way', async () => {
    await eventually(
      () => query('up{job="broken"}'),
      (v) => v.length > 0,
    );
    expect(await query('{__name__=~"fine|l1"}')).toEqual([]);
  });
});

describe('staleness', () => {
  it('ends a series that is exposed no more at once, and all of a target that fails', async () => {
    await eventually(
      () => query('old{job="plain"}'),
      (v) => v.length > 0,
    );
    pages.set('/plain', page('a{b="1"} 8\n'));
    expect(
      await eventually(
        () => query('old{job="plain"}'),
        (v) => v.length === 0,
      ),
    ).toEqual([]);
    expect(await query('a{job="plain"}')).toHaveLength(1);
    pages.set('/plain', (_, response) => response.writeHead(503).end());
    expect(
      await eventually(
        () => query('a{job="plain"}'),
        (v) => v.length === 0,
      ),
    ).toEqual([]);
    expect((await query('up{job="plain"}'))[0]!.value[1]).toBe('0');
    pages.set('/plain', page('a{b="1"} 9\n'));
    expect(
      await eventually(
        () => query('a{job="plain"}'),
        (v) => v.length === 1,
      ),
    ).toHaveLength(1);
  });

  it('does not touch samples with times of their own', async () => {
    pages.set('/timed', page('other 1\n'));
    await eventually(
      () => query('other{job="timed"}'),
      (v) => v.length > 0,
    );
    expect(await query('w{job="timed"}')).toHaveLength(1);
  });
});

describe('reload', () => {
  it('refuses a file with errors and goes on with the old one', async () => {
    writeFileSync(file, 'scrape_configs: [{job_name: a, foo: 1}]');
    expect(await app.reload()).toEqual({ ok: false, error: [`${file}:1: scrape_configs[0].foo: is not a known key`] });
    const before = (await query('scrape_samples_scraped{job="gzip"}'))[0]!.value[0];
    await sleep(500);
    expect((await query('timestamp(up{job="gzip"})'))[0]!.value[1]).not.toBe(String(before));
  });

  it('follows the new file and ends what is gone', async () => {
    const list = join(folder, 'targets.json');
    writeFileSync(list, JSON.stringify([{ targets: [address], labels: { env: 'prod' } }]));
    writeFileSync(
      file,
      `scrape_configs:\n  - {job_name: files, metrics_path: /gzip, scrape_interval: 400ms, scrape_timeout: 390ms, file_sd_configs: [{files: ['*.json']}]}\n`,
    );
    expect(await app.reload()).toEqual({ ok: true, value: undefined });
    expect(
      await eventually(
        () => query('g{job="files",env="prod"}'),
        (v) => v.length > 0,
      ),
    ).toHaveLength(1);
    expect(
      await eventually(
        () => query('up{job!="files"}'),
        (v) => v.length === 0,
      ),
    ).toEqual([]);
    writeFileSync(list, JSON.stringify([{ targets: [address], labels: { env: 'test' } }]));
    expect(
      await eventually(
        () => query('g{env="test"}'),
        (v) => v.length > 0,
      ),
    ).toHaveLength(1);
    expect(
      await eventually(
        () => query('g{env="prod"}'),
        (v) => v.length === 0,
      ),
    ).toEqual([]);
    writeFileSync(list, 'not json');
    await sleep(600);
    expect(await query('g{env="test"}')).toHaveLength(1);
  });
});
