import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, freshFolder } from './server-process.js';

const START_DEADLINE_MS = 60_000;

/** A Prometheus of the machine's own as a peer: it takes remote write and scrapes nothing. */
export interface PrometheusProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Needs the command `prometheus` (Debian's package of that name). */
export async function startPrometheus(): Promise<PrometheusProcess> {
  const folder = await freshFolder();
  await mkdir(folder);
  const file = join(folder, 'prometheus.yml');
  await writeFile(file, 'scrape_configs: []\n');
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=${url.slice('http://'.length)}`,
    '--web.enable-remote-write-receiver',
    '--log.level=error',
  ];
  const child = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = once(child, 'exit');
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('prometheus does not start');
    await sleep(100);
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch (error) {
    // Nobody listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
