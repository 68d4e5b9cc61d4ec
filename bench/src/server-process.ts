import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface ServerProcess {
  readonly port: number;
  readonly grpcPort: number;
  readonly pid: number;
  /** From spawn to the first `/readyz` 200. */
  readonly startMs: number;
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  return address.port;
}

const CLI = join(import.meta.dirname, '../../packages/cli/dist/main.js');

/** Starts the real command on `folder` and waits until it is ready; throws with its output when it is not. */
export async function startServer(options: {
  folder: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}): Promise<ServerProcess> {
  const port = await freePort();
  const grpcPort = await freePort();
  const started = performance.now();
  const args = [
    '--data',
    options.folder,
    '--port',
    `${port}`,
    '--otlp-grpc-port',
    `${grpcPort}`,
    '--alias-ports',
    'off',
  ];
  const child = spawn(process.execPath, [CLI, 'start', ...args, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-100_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = once(child, 'exit');
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended:\n${output}`);
    if (performance.now() - started > 60_000) {
      child.kill('SIGKILL');
      throw new Error(`the server was not ready within 60 s:\n${output}`);
    }
    try {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      await response.arrayBuffer();
      if (response.status === 200) break;
    } catch (error) {
      // Not listening yet; anything else than a refused connection shows up as the time-out above.
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const startMs = performance.now() - started;
  return {
    port,
    grpcPort,
    pid: child.pid!,
    startMs,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code ?? -1;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
