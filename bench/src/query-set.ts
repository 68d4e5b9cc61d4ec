import { timeReferences } from './bare-engine.js';
import type { Reference, Row } from './reference/reference.js';
import { firstDifference, type Told } from './reference/told.js';
import { repeat } from './repeat.js';
import type { Figure } from './report.js';
import { Sender, type Received } from './sender.js';
import { startServer, type ServerProcess } from './server-process.js';
import { median } from './statistics.js';

/** A query through an API, and the SQL a person would write for the same answer. */
export interface QueryCase {
  readonly name: string;
  readonly path: string;
  readonly sql: Reference;
  /** Lines, series or traces in the answer: a query that finds nothing proves nothing. */
  readonly found: (answer: unknown) => number;
  /** What the answer says. */
  readonly ours: (answer: unknown) => Told;
  /** What the rows of each statement of `sql` say: the same. */
  readonly theirs: (rows: readonly (readonly Row[])[]) => Told;
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

/**
 * Times every query through a server on `folder`, and its SQL in the bare engine on the same folder before that and after
 * it, so that a machine that gets slower or faster meanwhile is so for both. Throws where an answer is not that of its SQL.
 */
export async function runQuerySet(options: QuerySetOptions): Promise<{ figures: Figure[]; raw: unknown }> {
  const { folder, cases } = options;
  const references = cases.map(({ sql }) => sql);
  const before = await timeReferences(folder, references);
  const { figures, asked } = await askServer(options);
  mustAgree(
    cases.map(({ name, ours, theirs }, i) => ({ name, ours: ours(asked[i]!.answer), theirs: theirs(before[i]!.rows) })),
  );
  const after = await timeReferences(folder, references);
  const raw = cases.map(({ name }, i) => {
    const { auto, memory, found } = asked[i]!;
    return { name, found, auto, memory, sql: { before: before[i]!.ms, after: after[i]!.ms } };
  });
  for (const { name, auto, memory, sql } of raw) {
    const byHand = median([...sql.before, ...sql.after]);
    figures.push(
      { name, value: median(auto), unit: 'ms', bar: { op: '<=', value: BAR.factor * byHand + BAR.ms } },
      { name: '  the first time', value: auto[0]!, unit: 'ms' },
      { name: '  hand-written SQL', value: byHand, unit: 'ms' },
    );
    if (memory !== undefined) figures.push({ name: '  TypeScript executor', value: memory, unit: 'ms' });
  }
  return { figures, raw };
}

interface Asked {
  /** Milliseconds. */
  readonly auto: readonly number[];
  readonly memory: number | undefined;
  readonly found: number;
  readonly answer: unknown;
}

async function askServer({ folder, cases, env, alsoMeasure }: QuerySetOptions): Promise<{
  figures: Figure[];
  asked: Asked[];
}> {
  const server = await startServer({ folder, args: ['--retention', 'off'], env: env ?? {} });
  const sender = new Sender(server.port);
  try {
    const figures = [...((await alsoMeasure?.(sender, server)) ?? [])];
    const asked: Asked[] = [];
    for (const one of cases) {
      const { ms, found, answer } = await timed(sender, one, repeat, {});
      const inMemory = one.inMemory ? await timed(sender, one, once, { 'x-bongsu-executor': 'memory' }) : undefined;
      if (inMemory) {
        const difference = firstDifference(one.ours(answer), one.ours(inMemory.answer));
        if (difference !== undefined) throw new Error(`${one.name}: the executors disagree, ${difference}`);
      }
      asked.push({ auto: ms, memory: inMemory?.ms[0], found, answer });
    }
    return { figures, asked };
  } finally {
    sender.close();
    await server.stop();
  }
}

function mustAgree(answers: readonly { readonly name: string; readonly ours: Told; readonly theirs: Told }[]): void {
  const differences = answers.flatMap(({ name, ours, theirs }) => {
    const difference = firstDifference(ours, theirs);
    return difference === undefined ? [] : [`${name}: ${difference}`];
  });
  if (differences.length > 0) throw new Error(`not the answers of the hand-written SQL:\n${differences.join('\n')}`);
}

const once = async (one: () => Promise<number>): Promise<number[]> => [await one()];

async function timed(
  sender: Sender,
  one: QueryCase,
  run: typeof repeat,
  headers: Record<string, string>,
): Promise<{ ms: number[]; found: number; answer: unknown }> {
  let received: Received | undefined;
  const ms = await run(async () => (received = await sender.get(one.path, headers)).ms);
  const answer = received!.json();
  const found = one.found(answer);
  if (found === 0) throw new Error(`${one.name}: nothing found`);
  return { ms, found, answer };
}
