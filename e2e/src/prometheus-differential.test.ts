import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatedMetrics, randomOf } from './generated-metrics.js';
import { generatedQuery } from './generated-queries.js';
import { startPrometheus, type PrometheusProcess } from './prometheus-process.js';
import { remoteWrite, remoteWriteOne } from './remote-write.js';
import { startServer, type ServerProcess } from './server-process.js';

/** Debian's; other machines do not have to have one. */
const isThere = existsSync('/usr/bin/prometheus');

const SEED = Number(process.env['BONGSU_SEED'] ?? 20260501);
const QUERIES = Number(process.env['BONGSU_DIFFERENTIAL_QUERIES'] ?? 2000);
const AT_ONCE = 8;
const MINUTE = 60_000;
/** What is left of a difference of near numbers need not agree in its own digits. */
const TOLERANCE = 1e-9;

const TENANT = 'differential';
// A Prometheus that has just started takes samples of the last hour.
const END = Math.floor(Date.now() / MINUTE) * MINUTE - 5 * MINUTE;
const START = END - 40 * MINUTE;

let server: ServerProcess;
let prometheus: PrometheusProcess;
beforeAll(async () => {
  if (!isThere) return;
  [server, prometheus] = await Promise.all([startServer({ args: ['--alias-ports', 'off'] }), startPrometheus()]);
  const series = generatedMetrics(SEED, START, END);
  await Promise.all([remoteWrite(server.url, TENANT, series), remoteWriteOne(prometheus.url, series)]);
});
afterAll(async () => {
  if (isThere) await Promise.all([server.stop(), prometheus.stop()]);
});

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: readonly Row[] };
}
interface Row {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: Point;
  readonly values?: readonly Point[];
}
type Point = readonly [time: number, value: string];

async function ask(url: string, path: string, params: Readonly<Record<string, string>>): Promise<Answer> {
  const body = new URLSearchParams(params);
  const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', headers: { 'x-scope-orgid': TENANT }, body });
  return (await response.json()) as Answer;
}

function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(x), Math.abs(y));
}

const keyOf = ({ metric }: Row): string => JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What differs, or undefined. */
function difference(ours: Answer, theirs: Answer): string | undefined {
  if (ours.status !== theirs.status) return `${ours.error ?? ours.status}, not ${theirs.error ?? theirs.status}`;
  if (theirs.status === 'error') return undefined;
  const own = new Map(ours.data!.result.map((row) => [keyOf(row), row]));
  if (own.size !== theirs.data!.result.length) return `${own.size} series, not ${theirs.data!.result.length}`;
  for (const row of theirs.data!.result) {
    const mine = own.get(keyOf(row));
    if (mine === undefined) return `no series ${keyOf(row)}`;
    const [actual, wanted] = [pointsOf(mine), pointsOf(row)];
    const same =
      actual.length === wanted.length && actual.every(([t, v], i) => t === wanted[i]![0] && isSame(v, wanted[i]![1]));
    if (!same) return `${keyOf(row)}: ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`;
  }
  return undefined;
}

const pointsOf = ({ value, values }: Row): readonly Point[] => values ?? (value ? [value] : []);

it.skipIf(!isThere)(
  'gives what Prometheus gives',
  async () => {
    const random = randomOf(SEED + 1);
    const asked = Array.from({ length: QUERIES }, () => {
      const query = generatedQuery(random);
      // 7 seconds past a minute: no multiple of a subquery's resolution is at the end of a window.
      const time = START + 7000 + Math.floor(random() * 40) * MINUTE;
      if (random() < 0.6) return { path: 'query', params: { query, time: String(time / 1000) } };
      const end = time + Math.floor(random() * 8) * MINUTE;
      return {
        path: 'query_range',
        params: { query, start: String(time / 1000), end: String(end / 1000), step: '60' },
      };
    });
    const wrong: string[] = [];
    let answered = 0;
    const work = async (): Promise<void> => {
      for (let next = asked.pop(); next !== undefined; next = asked.pop()) {
        const { path, params } = next;
        const [ours, theirs] = await Promise.all([ask(server.url, path, params), ask(prometheus.url, path, params)]);
        if ((theirs.data?.result.length ?? 0) > 0) answered++;
        const problem = difference(ours, theirs);
        if (problem !== undefined) wrong.push(`${path} ${JSON.stringify(params)}: ${problem}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    console.log(`${QUERIES} queries, ${answered} with an answer, ${wrong.length} different`);
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(QUERIES / 2);
  },
  300_000,
);
