import { timeStatements } from './bare-engine.js';
import { repeat } from './repeat.js';
import type { Figure } from './report.js';
import { Sender, type Received } from './sender.js';
import { startServer, type ServerProcess } from './server-process.js';
import { median } from './statistics.js';

/** A query through an API, and the SQL a person would write for the same answer. */
export interface QueryCase {
  readonly name: string;
  readonly path: string;
  readonly sql: string;
  /** Lines, series or traces in the answer: a query that finds nothing proves nothing. */
  readonly found: (answer: unknown) => number;
  /** Whether the query is also asked of the in-memory executor; reading millions of lines there takes minutes. */
  readonly inMemory?: boolean;
}

export interface QuerySetOptions {
  readonly folder: string;
  readonly cases: readonly QueryCase[];
  /** Of the server. */
  readonly env?: Readonly<Record<string, string>>;
  /** More to measure while the server runs on the folder. */
  readonly alsoMeasure?: (sender: Sender, server: ServerProcess) => Promise<readonly Figure[]>;
}

/** For work on one query: which cases run, and on which folder. */
export interface QuerySetChoice {
  /** Filled by the first run and kept; without it each run fills its own. */
  readonly folder?: string | undefined;
  /** Part of the names of the cases that run; all when absent. */
  readonly only?: string | undefined;
}

export const chosen = (cases: readonly QueryCase[], { only }: QuerySetChoice): readonly QueryCase[] =>
  only === undefined ? cases : cases.filter(({ name }) => name.includes(only));

/** The factor and the milliseconds that a query may take over its hand-written SQL (DESIGN section 7). */
const BAR = { factor: 1.5, ms: 5 };

/** Times every query through a server on `folder`, then its SQL in the bare engine on the same folder. */
export async function runQuerySet(options: QuerySetOptions): Promise<{ figures: Figure[]; raw: unknown }> {
  const { folder, cases } = options;
  const server = await startServer({ folder, args: ['--retention', 'off'], env: options.env ?? {} });
  const sender = new Sender(server.port);
  const figures: Figure[] = [...((await options.alsoMeasure?.(sender, server)) ?? [])];
  const auto: number[][] = [];
  const memory: (number | undefined)[] = [];
  const results: number[] = [];
  for (const one of cases) {
    const { ms, found } = await timed(sender, one, repeat, {});
    auto.push(ms);
    results.push(found);
    if (!one.inMemory) memory.push(undefined);
    else {
      const inMemory = await timed(sender, one, once, { 'x-bongsu-executor': 'memory' });
      if (inMemory.found !== found) {
        throw new Error(`${one.name}: the executors disagree, ${found} and ${inMemory.found}`);
      }
      memory.push(inMemory.ms[0]);
    }
  }
  sender.close();
  await server.stop();
  const bare = await timeStatements(
    folder,
    cases.map((one) => one.sql),
  );
  cases.forEach((one, i) => {
    const sql = median(bare[i]!.ms);
    figures.push(
      { name: one.name, value: median(auto[i]!), unit: 'ms', bar: { op: '<=', value: BAR.factor * sql + BAR.ms } },
      { name: '  the first time', value: auto[i]![0]!, unit: 'ms' },
      { name: '  hand-written SQL', value: sql, unit: 'ms' },
    );
    if (memory[i] !== undefined) figures.push({ name: '  TypeScript executor', value: memory[i], unit: 'ms' });
  });
  const raw = cases.map((one, i) => ({
    name: one.name,
    found: results[i],
    auto: auto[i],
    memory: memory[i],
    sql: bare[i]!.ms,
  }));
  return { figures, raw };
}

const once = async (one: () => Promise<number>): Promise<number[]> => [await one()];

async function timed(
  sender: Sender,
  one: QueryCase,
  run: typeof repeat,
  headers: Record<string, string>,
): Promise<{ ms: number[]; found: number }> {
  let answer: Received | undefined;
  const ms = await run(async () => (answer = await sender.get(one.path, headers)).ms);
  const found = one.found(answer!.json());
  if (found === 0) throw new Error(`${one.name}: nothing found`);
  return { ms, found };
}
