import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const MAIN = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
/** DESIGN section 6: exit 0 within 10 s. */
const STOP_DEADLINE_MS = 10_000;
/** Generous: the bar for the start is the benchmark's business, not this file's. */
const START_DEADLINE_MS = 60_000;

export interface ServerOptions {
  readonly data: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly args: readonly string[];
}

export interface ServerProcess extends ServerOptions {
  readonly url: string;
  readonly pid: number;
  /** Everything the process has written, both streams in order of arrival. */
  output(): string;
  /** Sends the signal and waits; throws unless the process exits with 0 within 10 s. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<void>;
  /** kill -9, of the server and of whatever it has started. Does nothing when it is gone. */
  kill(): Promise<void>;
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const folders: string[] = [];

// Hooks run last in, first out: a test file registers its own, which stop its servers, after it has imported this one.
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** The path of a folder that does not exist yet, removed after the test file. */
export async function freshFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'bongsu-e2e-'));
  folders.push(parent);
  return join(parent, 'data');
}

/** Starts the real command and waits until it is ready. Throws, with its output, when it does not get there. */
export async function startServer(wanted: Partial<ServerOptions> = {}): Promise<ServerProcess> {
  const options = await complete(wanted);
  const { child, output } = launch(options);
  const url = `http://127.0.0.1:${options.port}`;
  const kill = async (): Promise<void> => {
    const exited = once(child, 'exit');
    const gone = child.exitCode !== null || child.signalCode !== null;
    // The process leads a group of its own, see launch.
    if (!signalGroup(child, 'SIGKILL') || gone) return;
    await exited;
  };
  try {
    await untilReady(child, url, output);
  } catch (error) {
    await kill();
    throw error;
  }
  const stop = async (signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null) throw new Error(`the server had ended with ${child.exitCode} already:\n${output()}`);
    const exited = once(child, 'exit', { signal: AbortSignal.timeout(STOP_DEADLINE_MS) });
    child.kill(signal);
    try {
      await exited;
    } catch {
      await kill();
      throw new Error(`the server did not stop within ${STOP_DEADLINE_MS} ms of ${signal}:\n${output()}`);
    }
    if (child.exitCode !== 0) {
      throw new Error(`the server ended with ${String(child.exitCode ?? child.signalCode)} on ${signal}:\n${output()}`);
    }
  };
  return { ...options, url, pid: child.pid ?? 0, output, stop, kill };
}

/** Runs the command where it is expected to give up by itself. Throws when it is still running after 60 s. */
export async function runToEnd(wanted: Partial<ServerOptions> = {}): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(await complete(wanted));
  try {
    // `close` rather than `exit`: by then all it wrote has been read.
    await once(child, 'close', { signal: AbortSignal.timeout(START_DEADLINE_MS) });
  } catch {
    signalGroup(child, 'SIGKILL');
    throw new Error(`the server should have given up, and runs:\n${output()}`);
  }
  return { code: child.exitCode, output: output() };
}

async function complete(wanted: Partial<ServerOptions>): Promise<ServerOptions> {
  return {
    data: wanted.data ?? (await freshFolder()),
    port: wanted.port ?? (await freePort()),
    grpcPort: wanted.grpcPort ?? (await freePort()),
    args: wanted.args ?? [],
  };
}

function launch({ data, port, grpcPort, args }: ServerOptions): { child: ChildProcess; output: () => string } {
  const flags = ['--data', data, '--port', String(port), '--otlp-grpc-port', String(grpcPort), '--alias-ports', 'off'];
  // Settings of the person who runs the tests must not decide them.
  const own = Object.entries(process.env).filter(([name]) => !/^(BONGSU|OTEL)_/.test(name) && name !== 'NODE_OPTIONS');
  const child = spawn(process.execPath, [MAIN, 'start', ...flags, ...args], {
    env: Object.fromEntries(own),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that kill() reaches what the server has started too.
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, output: () => text };
}

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the server ended with ${String(child.exitCode ?? child.signalCode)}:\n${output()}`);
    }
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
      await response.arrayBuffer();
      if (response.status === 200) return;
    } catch {
      // Not listening yet: the loop asks again until the deadline.
    }
    await sleep(50);
  }
  throw new Error(`the server was not ready within ${START_DEADLINE_MS} ms:\n${output()}`);
}

/** @returns false when no process of the group is left. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
