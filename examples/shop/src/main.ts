import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, stopChild, type Child } from './children.js';
import { findEndpoint } from './endpoint.js';
import { SERVICES, USAGE, parseOptions, type Options } from './options.js';
import { startTraffic } from './traffic.js';

const REPORT_EVERY_MS = 10_000;

const options = parseOptions(process.argv.slice(2));
if (options === 'help') process.stdout.write(`${USAGE}\n`);
else if (typeof options === 'string') fail(2, `${options}\n\n${USAGE}`);
else await main(options);

async function main(settings: Options): Promise<void> {
  // Listening from the first moment: Ctrl-C while the services start must not leave one behind.
  const signal = new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => resolve(name));
  });
  const endpoint = await findEndpoint(process.env);
  if (endpoint === undefined) {
    fail(1, 'Nothing takes OTLP on http://localhost:4318 or http://localhost:3000. Start Bongsu first: npm start');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'bongsu-shop-'));
  const children: Child[] = [];
  try {
    await run(settings, endpoint, folder, children, signal);
  } catch (error) {
    fail(1, error instanceof Error ? error.message : String(error));
  } finally {
    const codes = await Promise.all(children.map(stopChild));
    await rm(folder, { recursive: true, force: true });
    if (codes.some((code) => code !== 0)) fail(1, `not every service ended well: ${codes.join(', ')}`);
    else say('The shop is closed.');
  }
  // The signal handlers would not keep the process alive, an unfinished connection might.
  process.exit();
}

async function run(
  settings: Options,
  endpoint: string,
  folder: string,
  children: Child[],
  signal: Promise<string>,
): Promise<void> {
  say(`The shop opens and sends its telemetry to ${endpoint}`);
  const urls: Record<string, string> = {};
  let interrupted = false;
  void signal.then(() => {
    interrupted = true;
  });
  for (const name of SERVICES) {
    if (interrupted) return;
    const { ports, verbose } = settings;
    let child: Child;
    try {
      child = await startChild({ name, port: ports[name], endpoint, folder, urls, verbose });
    } catch (error) {
      // Ctrl-C signals the whole group, and a service that has not loaded yet just ends.
      if (interrupted) return;
      throw error;
    }
    children.push(child);
    urls[`SHOP_${name.toUpperCase()}_URL`] = child.url;
    say(`  ${name.padEnd(8)} ${child.url}`);
  }
  const gateway = urls['SHOP_GATEWAY_URL'] ?? '';
  const minutes = settings.durationMs / 60_000;
  say(`${settings.rate} requests a second for ${minutes < 1 ? `${minutes * 60} s` : `${minutes} min`}; Ctrl-C stops.`);

  const traffic = startTraffic(gateway, settings.rate);
  const report = (): void => {
    const { sent, failed, skipped } = traffic.report();
    say(`${sent} requests sent, ${failed} failed${skipped === 0 ? '' : `, ${skipped} left out: too many under way`}`);
  };
  const timer = setInterval(report, REPORT_EVERY_MS);
  const over = new Promise<void>((resolve) => setTimeout(resolve, settings.durationMs).unref());
  const lost = new Promise<never>((_, reject) => {
    for (const { name, process: child } of children) {
      child.once('exit', (code) => reject(new Error(`${name} ended by itself with ${String(code)}`)));
    }
  });
  try {
    await Promise.race([signal, over, lost]);
  } finally {
    // From here on the services end because they are told to.
    lost.catch(() => undefined);
    clearInterval(timer);
    await traffic.stop();
    report();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(code: number, line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = code;
}
