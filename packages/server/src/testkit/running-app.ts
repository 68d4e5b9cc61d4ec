import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App, type AppDeps, type Running } from '../app.js';
import { defaultConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { createLogger } from '../self/logger.js';

export interface RunningApp extends Running {
  reload: App['reload'];
  stop(): Promise<readonly string[]>;
}

/** Keeps everything, so that tests may use fixed times; scrapes nothing, so that they see their own series alone. */
export function testConfig(change: (config: Config) => Config = (config) => config): Config {
  return change({
    ...defaultConfig(),
    data: mkdtempSync(join(tmpdir(), 'bongsu-server-')),
    port: 0,
    otlpGrpcPort: 0,
    aliasPorts: false,
    retention: { logs: 'off', traces: 'off', metrics: 'off' },
    prometheus: { ...defaultConfig().prometheus, selfScrape: false },
    log: { level: 'silent', format: 'json' },
  });
}

/** A real app on a fresh folder and free ports. One per test file: a process holds one folder. */
export async function startApp(config: Config = testConfig(), deps: Partial<AppDeps> = {}): Promise<RunningApp> {
  const app = createApp(config, { logger: createLogger(config.log), ...deps });
  const started = await app.start();
  if (!started.ok) throw new Error(started.error.message);
  return { ...started.value, reload: () => app.reload(), stop: () => app.stop() };
}
