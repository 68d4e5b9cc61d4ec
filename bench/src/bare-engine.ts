import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reference, Row } from './reference/reference.js';

/** What the engine alone stores of the same rows, decoded ahead, one insert of about 50,000 rows at a time, with fsync. */
export interface BareEngineRate {
  readonly binaryRowsPerSecond: number;
  readonly jsonRowsPerSecond: number;
}

export interface RowCounts {
  readonly logs: number;
  readonly spans: number;
  readonly samples: number;
}

/** The engine binds one folder per process, so each use of it is a process of its own. */
async function inChild(args: readonly string[]): Promise<unknown> {
  const child = fork(join(import.meta.dirname, 'bare-engine-child.js'), args, {
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  });
  let answer: unknown;
  child.on('message', (message) => (answer = message));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || answer === undefined) throw new Error(`the bare-engine process ended with ${code ?? 'a signal'}`);
  return answer;
}

export async function bareEngineRate(
  signal: 'logs' | 'traces' | 'metrics',
  bodies: readonly Buffer[],
  seconds: number,
): Promise<BareEngineRate> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-bare-'));
  try {
    const file = join(folder, 'bodies');
    const lengths = Buffer.alloc(4 * bodies.length);
    bodies.forEach((body, i) => lengths.writeUInt32LE(body.length, i * 4));
    writeFileSync(file, Buffer.concat([lengths, ...bodies]));
    return (await inChild([
      'rate',
      join(folder, 'data'),
      signal,
      file,
      `${bodies.length}`,
      `${seconds}`,
    ])) as BareEngineRate;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rows of a stopped server's folder. */
export async function countRows(folder: string): Promise<RowCounts> {
  return (await inChild(['count', folder])) as RowCounts;
}

/** Rows stored twice in a stopped server's folder: lines by `bench.id`, spans by ids, samples by series and time. */
export async function countDuplicates(folder: string): Promise<RowCounts> {
  return (await inChild(['duplicates', folder])) as RowCounts;
}

/** Runs program text that fills a folder with benchmark data. */
export async function runStatements(folder: string, statements: readonly string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'bongsu-fill-'));
  try {
    const file = join(scratch, 'statements.json');
    writeFileSync(file, JSON.stringify(statements));
    await inChild(['statements', folder, file]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What a reference took each time, in milliseconds, and the rows of each of its statements. */
export interface TimedReference {
  readonly ms: readonly number[];
  readonly rows: readonly (readonly Row[])[];
}

/** Times each reference as often as `repeat` does, read in the format the server reads it in, and gives what it found. */
export async function timeReferences(
  folder: string,
  references: readonly Reference[],
): Promise<readonly TimedReference[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'bongsu-time-'));
  try {
    const file = join(scratch, 'references.json');
    const answers = join(scratch, 'answers.json');
    writeFileSync(file, JSON.stringify(references));
    await inChild(['time', folder, file, answers]);
    return JSON.parse(readFileSync(answers, 'utf8')) as TimedReference[];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Bytes on disk of tables of a stopped server's folder, parts merged as far as the engine merges them in the background. */
export async function tableBytes(folder: string, tables: readonly string[]): Promise<number> {
  return (await inChild(['bytes', folder, tables.join(',')])) as number;
}

/** Lower-case hex ids of the traces that `fill/spans.ts` numbered so. */
export async function readTraceIds(folder: string, numbers: readonly number[]): Promise<string[]> {
  return (await inChild(['trace-ids', folder, numbers.join(',')])) as string[];
}
