import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '@bongsu/server' with { 'resolution-mode': 'import' };
import { banner } from '../banner.js';
import { loadServer } from '../server.js';
import { NO_DEMO, spawnDemo } from './demo.js';

/** As commander hands them over: names are keys of the configuration, but for `config`, `demo` and {@link NESTED}. */
export type StartFlags = Readonly<Record<string, string | true>>;

/** Flags that are shorter than the key they set. */
const NESTED: Readonly<Record<string, string>> = { prometheusConfig: 'prometheus.configFile' };

/** DESIGN section 6: exit 0 within 10 s of the signal. */
const STOP_DEADLINE_MS = 10_000;

/** Of that, for the demo to send what it holds. */
const DEMO_GRACE_MS = 4000;

/** The exit codes of `bongsu start`. */
const OK = 0;
const FAILED = 1;
const BAD_CONFIGURATION = 2;

/** Runs the server until a signal. @returns the exit code. */
export async function start(flags: StartFlags): Promise<number> {
  const stopAsked = firstSignal();
  // Loaded here so that the other verbs answer at once.
  const { createApp, createLogger, loadConfig, VERSION } = loadServer().server;
  const { config: file, demo, enableFeature, ...others } = flags;
  // The flag has Prometheus' name, the key that of its group.
  const keys = enableFeature === undefined ? others : { ...others, 'prometheus.enableFeatures': enableFeature };
  const config = loadConfig({
    flags: Object.fromEntries(Object.entries(keys).map(([name, value]) => [NESTED[name] ?? name, value])),
    environment: process.env,
    file: typeof file === 'string' ? file : undefined,
  });
  if (!config.ok) {
    for (const problem of config.error) process.stderr.write(`bongsu: ${problem}\n`);
    return BAD_CONFIGURATION;
  }
  const logger = createLogger(config.value.log);
  const app = createApp(config.value, { logger, environment: process.env });
  const started = await app.start();
  if (!started.ok) {
    process.stderr.write(`bongsu: ${started.error.message}\n`);
    return FAILED;
  }
  process.stdout.write(banner(started.value, VERSION));
  process.on('SIGHUP', () => void reload(app));
  const shop = demo === true ? spawnDemo(started.value.url) : undefined;
  if (demo === true && shop === undefined) process.stderr.write(NO_DEMO);

  const signal = await stopAsked;
  process.stderr.write(`${signal}: stopping (once more ends at once)\n`);
  return shutDown(app, shop);
}

/** What a hang-up signal asks for, as Prometheus takes it. */
async function reload(app: App): Promise<void> {
  const reloaded = await app.reload();
  const lines = reloaded.ok ? ['the scrape configuration was read anew'] : reloaded.error;
  for (const line of lines) process.stderr.write(`SIGHUP: ${line}\n`);
}

/** Resolves with the first of SIGTERM and SIGINT; the second one ends the process on the spot. */
function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked) {
        process.stderr.write(`${signal} again: ended at once; what was not acknowledged is lost\n`);
        process.exit(FAILED);
      }
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

async function shutDown(app: App, shop: ChildProcess | undefined): Promise<number> {
  const deadline = setTimeout(() => {
    process.stderr.write(`not stopped within ${STOP_DEADLINE_MS / 1000} s: ended; what was acknowledged is on disk\n`);
    process.exit(FAILED);
  }, STOP_DEADLINE_MS);
  // The demo first: what it has not sent yet still finds a server.
  if (shop !== undefined && isRunning(shop)) {
    shop.kill('SIGTERM');
    await Promise.race([once(shop, 'exit'), sleep(DEMO_GRACE_MS, undefined, { ref: false })]);
  }
  const problems = await app.stop();
  clearTimeout(deadline);
  for (const problem of problems) process.stderr.write(`bongsu: ${problem}\n`);
  process.stderr.write('stopped\n');
  // What the engine leaves behind (its threads) must not keep the process.
  process.exit(problems.length === 0 ? OK : FAILED);
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
