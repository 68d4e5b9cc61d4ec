import { durationMs, millis, type Tenant } from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';
import type { PromError } from '../exec/eval-error.js';
import type { VectorSample } from '../exec/value.js';
import { SCRIPT_FEATURES } from '../syntax/index.js';
import { queryInstant, queryRange, type Answer } from '../query.js';
import { fixedInTime } from './fixed-time.js';
import { compareAnnotations, compareValue, matches } from './compare.js';
import { loadSeries } from './load.js';
import { parseScript, type Eval, type Span } from './script.js';

export interface Outcome {
  readonly line: number;
  readonly query: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What is wrong, or why it was not run. */
  readonly detail: string;
}

export type Executor = 'memory' | 'auto' | 'engine';

let scripts = 0;

/**
 * Runs a script on a tenant of its own for every `clear`. Every eval runs with every executor; with `shifted`, instant
 * queries are fixed in time with `@` and asked at other times, too.
 */
export async function runScript(
  text: string,
  engine: TestEngine,
  executors: readonly Executor[],
  shifted = false,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let tenant = `script-${++scripts}` as Tenant;
  for (const command of parseScript(text)) {
    if (command.kind === 'clear') {
      tenant = `script-${++scripts}` as Tenant;
    } else if (command.kind === 'load') {
      await loadSeries(command, tenant, engine);
    } else {
      const { line, query } = command;
      const problem = await check(command, tenant, engine, executors, shifted);
      const result = problem?.unsupported ? 'skipped' : problem ? 'failed' : 'passed';
      outcomes.push({ line, query, result, detail: problem?.detail ?? '' });
    }
  }
  return outcomes;
}

interface Problem {
  readonly detail: string;
  readonly unsupported: boolean;
}

async function check(
  command: Eval,
  tenant: Tenant,
  engine: TestEngine,
  executors: readonly Executor[],
  shifted: boolean,
): Promise<Problem | undefined> {
  for (const executor of executors) {
    const answer = await ask(command.query, command.at, tenant, engine, executor);
    if (!answer.ok && answer.error.message.includes('not supported yet: ')) {
      return { detail: answer.error.message.replace(/^.*not supported yet: /, ''), unsupported: true };
    }
    const problem = judge(command, answer);
    if (problem !== undefined) return { detail: `[${executor}] ${problem}`, unsupported: false };
    const inRange = await middleOfRange(command, tenant, engine, executor);
    if (inRange !== undefined) return { detail: `[${executor}, as a range] ${inRange}`, unsupported: false };
    const atOther = shifted ? await atOtherTimes(command, tenant, engine, executor) : undefined;
    if (atOther !== undefined) return { detail: `[${executor}] ${atOther}`, unsupported: false };
  }
  return undefined;
}

type Asked = Awaited<ReturnType<typeof queryInstant>>;

function ask(
  query: string,
  at: number | Span,
  tenant: Tenant,
  { runner }: TestEngine,
  executor: Executor,
): Promise<Asked> {
  // Prometheus' own test engine: names are removed late, subqueries have a resolution of 1m.
  const options = { query, tenant, limits: { maxSamples: 50_000_000 }, executor, features: SCRIPT_FEATURES };
  if (typeof at === 'number') return queryInstant({ ...options, time: millis(at) }, runner);
  const { start, end, step } = at;
  return queryRange({ ...options, start: millis(start), end: millis(end), step: durationMs(step) }, runner);
}

function judge(command: Eval, answer: Asked): string | undefined {
  const { fail } = command;
  if (fail) return answer.ok ? 'did not fail' : judgeError(answer.error, fail);
  if (!answer.ok) return answer.error.message;
  return judgeAnswer(command, answer.value);
}

function judgeError(error: PromError, fail: Eval['fail'] & object): string | undefined {
  return matches(error.message, fail) ? undefined : `failed with ${error.message} instead of ${JSON.stringify(fail)}`;
}

function judgeAnswer(command: Eval, { value, warnings, infos }: Answer): string | undefined {
  return (
    compareAnnotations('warning', warnings, command.warn) ??
    compareAnnotations('info', infos, command.info) ??
    compareValue(value, command)
  );
}

const MINUTE = 60_000;

/** Every instant query is the middle step of a range query, too. */
async function middleOfRange(
  command: Eval,
  tenant: Tenant,
  engine: TestEngine,
  executor: Executor,
): Promise<string | undefined> {
  const { at, query, fail, text, matrix, ordered } = command;
  if (typeof at !== 'number' || fail || text !== undefined || matrix || ordered) return undefined;
  if (/\b(?:start|end|step|range)\s*\(/.test(query)) return undefined;
  const span = { start: at - MINUTE, end: at + MINUTE, step: MINUTE };
  const answer = await ask(query, span, tenant, engine, executor);
  if (!answer.ok) return answer.error.message;
  const { value } = answer.value;
  if (value.type !== 'matrix') throw new Error('BUG: a range query gave no matrix');
  const samples = value.series.flatMap(({ labels, times, values, histograms }): VectorSample[] => {
    const i = times.indexOf(at);
    if (i < 0) return [];
    const sample = { labels, time: millis(at), value: values[i]! };
    return histograms?.[i] ? [{ ...sample, histogram: histograms[i] }] : [sample];
  });
  if (command.scalar === undefined) return compareValue({ type: 'vector', samples }, command);
  return compareValue({ type: 'scalar', time: millis(at), value: samples[0]?.value ?? NaN }, command);
}

/** The same query, its data fixed in time, asked at the times at which Prometheus' runner asks it. */
async function atOtherTimes(
  command: Eval,
  tenant: Tenant,
  engine: TestEngine,
  executor: Executor,
): Promise<string | undefined> {
  const { at } = command;
  if (typeof at !== 'number') return undefined;
  const query = fixedInTime(command.query, millis(at));
  if (query === undefined) return undefined;
  for (const time of at === 0 ? [-1000, 1000] : [-10 * at, 0, Math.trunc(at / 5), 10 * at]) {
    const elsewhere = { ...command, query, at: time };
    const problem = judge(elsewhere, await ask(query, time, tenant, engine, executor));
    if (problem !== undefined) return `${query} at ${time}: ${problem}`;
    const inRange = await middleOfRange(elsewhere, tenant, engine, executor);
    if (inRange !== undefined) return `${query} around ${time}: ${inRange}`;
  }
  return undefined;
}

/** Counts by result, and skipped evals by reason. */
export function summary(outcomes: readonly Outcome[]): string {
  const count = (result: Outcome['result']): number => outcomes.filter((o) => o.result === result).length;
  const reasons = new Map<string, number>();
  for (const { result, detail } of outcomes) {
    if (result === 'skipped') reasons.set(detail, (reasons.get(detail) ?? 0) + 1);
  }
  const why = [...reasons].map(([reason, n]) => `${n} ${reason}`).join(', ');
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped${why === '' ? '' : ` (${why})`}`;
}
