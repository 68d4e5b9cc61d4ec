import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

/** The built command: the tests run after the build. */
const MAIN = join(__dirname, '../dist/main.js');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const folder = (): string => mkdtempSync(join(tmpdir(), 'bongsu-cli-'));

function run(...args: string[]): { child: ChildProcess; output: () => string; exit: Promise<number | null> } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BONGSU_')));
  // As a person's shell has it: the command itself must see to the pool.
  delete env['UV_THREADPOOL_SIZE'];
  const child = spawn(process.execPath, [MAIN, ...args], { env, cwd: folder(), stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, output: () => text, exit: once(child, 'close').then(([code]) => code as number | null) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function start(data: string, ...more: string[]) {
  return run('start', '--data', data, '--port', '0', '--otlp-grpc-port', '0', '--alias-ports', 'off', ...more);
}

it('starts, says where, refuses a second on the same folder, and stops from outside', async () => {
  const data = folder();
  const server = start(data);
  await until(() => server.output().includes('Ctrl-C stops.'));
  const url = /UI and APIs +(http:\S+)/.exec(server.output())?.[1] ?? '';
  const pid = String(server.child.pid);
  expect(server.output()).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${url}`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);

  const status = run('status', '--url', url);
  expect(await status.exit).toBe(0);
  expect(JSON.parse(status.output())).toMatchObject({ ready: { state: 'ready' } });

  const second = start(data);
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(`is in use by process ${pid}`);

  const stop = run('stop', '--data', data);
  expect(await stop.exit).toBe(0);
  expect(stop.output()).toBe(`stopped process ${pid}\n`);
  expect(await server.exit).toBe(0);

  const nothing = run('stop', '--data', data);
  expect(await nothing.exit).toBe(0);
  expect(nothing.output()).toContain('no server uses');
});

it('ends with 0 on Ctrl-C', async () => {
  const server = start(folder());
  await until(() => server.output().includes('Ctrl-C stops.'));
  server.child.kill('SIGINT');
  expect(await server.exit).toBe(0);
  expect(server.output()).toContain('SIGINT: stopping');
});

it('names what is wrong with the configuration and ends with 2', async () => {
  const file = join(folder(), 'bongsu.yaml');
  writeFileSync(file, 'host: 127.0.0.1\nprot: 3000\n');
  const server = start(folder(), '--config', file, '--retention', '5');
  expect(await server.exit).toBe(2);
  expect(server.output()).toContain(`bongsu: ${file}:2: unknown key prot (did you mean port?)`);
  expect(server.output()).toContain('bongsu: --retention');
  expect(server.output()).toContain('"5" is not allowed: use off, or a length of at least 1d');
});

it('status of nothing is an error with a remedy', async () => {
  const status = run('status', '--url', 'http://127.0.0.1:1');
  expect(await status.exit).toBe(1);
  expect(status.output()).toContain('Start it with: npm start');
});

it('an unknown verb is an error', async () => {
  expect(await run('fly').exit).toBe(1);
});
