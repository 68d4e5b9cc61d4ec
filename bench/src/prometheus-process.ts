import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Debian's Prometheus as a peer: takes remote write, scrapes nothing but what `config` says. */
export interface PrometheusProcess {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startPrometheus(folder: string, config = 'scrape_configs: []\n'): Promise<PrometheusProcess> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, config);
  const child = spawn(
    'prometheus',
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${address.port}`,
      '--web.enable-remote-write-receiver',
      '--web.enable-admin-api',
      '--storage.tsdb.retention.time=30d',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(`prometheus does not start (Debian package prometheus): ${String(error)}`);
  });
  const ready = async (): Promise<void> => {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
      const response = await fetch(`http://127.0.0.1:${address.port}/-/ready`).catch((error: unknown) => {
        if (error instanceof TypeError) return undefined;
        throw error;
      });
      if (response?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.race([ready(), failed]);
  return {
    port: address.port,
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
