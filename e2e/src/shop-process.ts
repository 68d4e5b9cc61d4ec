import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { eventually } from './eventually.js';
import { prometheusExemplars, prometheusQuery } from './query-api.js';

const SHOP = fileURLToPath(new URL('../../examples/shop/dist/main.js', import.meta.url));

export interface Shop {
  readonly process: ChildProcess;
  /** What it has said until now. */
  readonly output: () => string;
  /** Resolves when it has ended, with all that it has said. By default as an operator ends it. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Runs the example services against a server.
 * @param options `group`: in a process group of its own, which all signals go to, as a terminal runs a command.
 */
export function runShop(
  url: string,
  options: { readonly env?: Readonly<Record<string, string>>; readonly group?: boolean } = {},
): Shop {
  const { env = {}, group = false } = options;
  const shop = spawn(process.execPath, [SHOP], {
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  });
  let output = '';
  for (const stream of [shop.stdout, shop.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  return {
    process: shop,
    output: () => output,
    stop: async (signal = 'SIGTERM') => {
      if (shop.pid === undefined || shop.exitCode !== null || shop.signalCode !== null) return;
      const closed = once(shop, 'close');
      process.kill(group ? -shop.pid : shop.pid, signal);
      await closed;
    },
  };
}

/**
 * Runs the example services against a server, and waits until there is what a test needs.
 * @param enough throws while it is not there yet.
 */
export async function startShop(
  url: string,
  enough: (url: string) => Promise<void> = ratesAndExemplars,
): Promise<Shop> {
  const shop = runShop(url);
  try {
    await eventually(() => enough(url), 90_000);
  } catch (error) {
    await shop.stop();
    throw error;
  }
  return shop;
}

/** The last things to arrive: a rate needs two exports of metrics, and exemplars come with them. */
async function ratesAndExemplars(url: string): Promise<void> {
  const job = '{job="shop/gateway"}';
  const rates = await prometheusQuery(url, `rate(http_server_request_duration_seconds_count${job}[1m])`);
  expect(rates.length).toBeGreaterThan(2);
  const series = await prometheusExemplars(url, `http_server_request_duration_seconds_bucket${job}`);
  expect(series.flatMap(({ exemplars }) => exemplars).length).toBeGreaterThan(5);
}
