import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { eventually } from './eventually.js';
import { prometheusExemplars, prometheusQuery } from './query-api.js';

const SHOP = fileURLToPath(new URL('../../examples/shop/dist/main.js', import.meta.url));

export interface Shop {
  stop(): Promise<void>;
}

/**
 * Runs the example services against a server, and waits until there is what a test needs.
 * @param enough throws while it is not there yet.
 */
export async function startShop(
  url: string,
  enough: (url: string) => Promise<void> = ratesAndExemplars,
): Promise<Shop> {
  const shop = spawn(process.execPath, [SHOP], {
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: url },
    stdio: 'ignore',
  });
  const stop = async (): Promise<void> => {
    if (shop.exitCode !== null || shop.signalCode !== null) return;
    const exited = once(shop, 'exit');
    shop.kill('SIGTERM');
    await exited;
  };
  try {
    await eventually(() => enough(url), 90_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** The last things to arrive: a rate needs two exports of metrics, and exemplars come with them. */
async function ratesAndExemplars(url: string): Promise<void> {
  const job = '{job="shop/gateway"}';
  const rates = await prometheusQuery(url, `rate(http_server_request_duration_seconds_count${job}[1m])`);
  expect(rates.length).toBeGreaterThan(2);
  const series = await prometheusExemplars(url, `http_server_request_duration_seconds_bucket${job}`);
  expect(series.flatMap(({ exemplars }) => exemplars).length).toBeGreaterThan(5);
}
