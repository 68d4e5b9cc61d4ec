import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `examples/shop` of this repository, built. */
const SHOP = join(__dirname, '../../../../examples/shop/dist/main.js');

/** Starts the example services against `url`; undefined when they are not built. */
export function spawnDemo(url: string): ChildProcess | undefined {
  if (!existsSync(SHOP)) return undefined;
  return spawn(process.execPath, [SHOP], {
    stdio: 'inherit',
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? url },
  });
}

export const NO_DEMO = `the example services are not built (${SHOP} is missing): run npm run build\n`;

/** Runs the example services until they end or Ctrl-C. @returns their exit code. */
export async function demo(url: string): Promise<number> {
  const child = spawnDemo(url);
  if (child === undefined) {
    process.stderr.write(NO_DEMO);
    return 1;
  }
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGTERM', forward);
  // The terminal sends Ctrl-C to the child too; waiting is all there is to do.
  process.on('SIGINT', () => undefined);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1);
}
