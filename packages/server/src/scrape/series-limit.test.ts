import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { startApp, testConfig } from '../testkit/running-app.js';

const folder = mkdtempSync(join(tmpdir(), 'bongsu-series-limit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a target with more series than a limit lets in is up, and says what is not stored', async () => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/plain; version=0.0.4').end('m{i="1"} 1\nm{i="2"} 2\nm{i="3"} 3\n'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const configFile = join(folder, 'prometheus.yml');
  const target = `127.0.0.1:${address.port}`;
  writeFileSync(
    configFile,
    `scrape_configs: [{job_name: many, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{targets: ['${target}']}]}]\n`,
  );
  const app = await startApp(
    testConfig((config) => ({
      ...config,
      prometheus: { ...config.prometheus, configFile, selfScrape: false },
      limits: { ...config.limits, series: { ...config.limits.series, perMetric: 2 } },
    })),
  );
  const data = async (path: string): Promise<unknown> =>
    ((await (await fetch(`${app.url}/api/v1/${path}`)).json()) as { data: unknown }).data;
  await vi.waitFor(async () => {
    expect(await data('targets')).toMatchObject({
      activeTargets: [
        {
          health: 'up',
          lastError: expect.stringMatching(/^1 samples are not stored: .*limits\.series\.perMetric/) as string,
        },
      ],
    });
    expect(await data('query?query=count(m)')).toMatchObject({ result: [{ value: [expect.anything(), '2'] }] });
    const { rejections } = (await (await fetch(`${app.url}/api/bongsu/rejections`)).json()) as { rejections: unknown };
    expect(rejections).toMatchObject([
      {
        signal: 'metrics',
        protocol: 'scrape',
        reason: expect.stringMatching(/^many, http:.*\/metrics: .*limits\.series\.perMetric/) as string,
      },
    ]);
  }, 20_000);
  expect(await app.stop()).toEqual([]);
  server.close();
});
