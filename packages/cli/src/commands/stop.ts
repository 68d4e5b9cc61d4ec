import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The server promises 10 s; some more for a slow disk. */
const WAIT_MS = 15_000;
const POLL_MS = 50;

/** Sends SIGTERM to the process that holds the data folder and waits for its end. @returns the exit code. */
export async function stop(data: string): Promise<number> {
  const folder = resolve(data);
  const pid = holder(folder);
  if (pid === undefined) {
    process.stdout.write(`no server uses ${folder}\n`);
    return 0;
  }
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ESRCH') {
      process.stdout.write(`no server uses ${folder} (process ${pid} ended without cleaning up)\n`);
      return 0;
    }
    process.stderr.write(`process ${pid} cannot be stopped: ${code ?? String(error)}. It belongs to another user\n`);
    return 1;
  }
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    if (!isAlive(pid)) {
      process.stdout.write(`stopped process ${pid}\n`);
      return 0;
    }
    await sleep(POLL_MS);
  }
  process.stderr.write(`process ${pid} has not stopped within ${WAIT_MS / 1000} s; kill -9 ${pid} ends it\n`);
  return 1;
}

/** Process id in the lock file of the folder, if there is one. */
function holder(folder: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(folder, 'lock'), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
