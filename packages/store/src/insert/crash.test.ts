import { spawn } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { compiledProgram } from '../engine/embedded/child-process.testkit.js';
import { openEmbedded } from '../engine/embedded/embedded-engine.js';
import { must, rowsOf, temporaryFolder } from '../engine/temporary-store.testkit.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const program = compiledProgram('insert/append-forever.testkit.js');

/** Runs the program, kills it with SIGKILL when it has acknowledged `acks` batches, and returns those. */
async function runAndKill(round: number, acks: number): Promise<string[]> {
  const child = spawn(process.execPath, [program!, folder.path, String(round)], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '12' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    text += chunk;
    if (text.split('\n').length > acks) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(child.signalCode).toBe('SIGKILL');
  return text.split('\n').slice(0, -1);
}

describe.runIf(program !== undefined)('kill -9 while inserting', () => {
  it('loses nothing acknowledged and stores nothing twice', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round++) acknowledged.push(...(await runAndKill(round, 10 + round * 17)));
    const engine = must(await openEmbedded({ folder: folder.path, sessions: 5 }));
    const rows = await rowsOf(engine, 'SELECT body, count() FROM logs GROUP BY body');
    await engine.close();
    const stored = new Map(rows.map(([body, count]) => [body as string, Number(count)]));
    expect([...stored].filter(([, count]) => count !== 1)).toEqual([]);
    const missing = acknowledged.flatMap((body) =>
      Array.from({ length: 20 }, (_, n) => `${body}-${n}`).filter((line) => !stored.has(line)),
    );
    expect(missing).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(100);
  });
});
