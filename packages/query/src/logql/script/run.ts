import { durationNs, type Result, type Tenant } from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';
import type { LogqlError } from '../error.js';
import type { Executor } from '../plan/nodes.js';
import { queryLogs, type LogStreams } from '../query-logs.js';
import { queryInstant, queryRange, type MetricAnswer } from '../query-metrics.js';
import { compareLogs, compareMetric, fits } from './compare.js';
import { loadLines, millisOf, timeOf } from './load.js';
import { parseScript, type Eval, type InstantEval } from './script.js';

export interface Outcome {
  readonly line: number;
  readonly query: string;
  readonly passed: boolean;
  /** What is wrong. */
  readonly detail: string;
}

const LIMITS = { maxSamples: 10_000_000, maxSeries: 500 };

let scripts = 0;

/** Runs a script on a tenant of its own for every `clear`. Every eval runs with every executor. */
export async function runScript(
  text: string,
  engine: TestEngine,
  executors: readonly Executor[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let tenant = `logql-script-${++scripts}` as Tenant;
  let stored = 0;
  for (const command of parseScript(text)) {
    if (command.kind === 'clear') tenant = `logql-script-${++scripts}` as Tenant;
    else if (command.kind === 'load') {
      await loadLines(command, tenant, engine, stored);
      stored += command.lines.length;
    } else {
      const problems: string[] = [];
      for (const executor of executors) {
        const problem = await judge(command, tenant, engine, executor);
        if (problem !== undefined) problems.push(`${executor}: ${problem}`);
      }
      const { line, query } = command;
      outcomes.push({ line, query, passed: problems.length === 0, detail: problems.join('\n    ') });
    }
  }
  return outcomes;
}

async function judge(
  command: Eval,
  tenant: Tenant,
  engine: TestEngine,
  executor: Executor,
): Promise<string | undefined> {
  const answer = await ask(command, tenant, engine, executor);
  if (!answer.ok) {
    if (command.fail && fits(answer.error.message, command.fail)) return undefined;
    return `failed: ${answer.error.message}`;
  }
  if (command.fail) return 'did not fail';
  const { warnings } = answer.value;
  if (command.warn && !warnings.some((w) => fits(w, command.warn!))) return `warnings: ${warnings.join('; ')}`;
  if (command.kind === 'logs') return compareLogs(answer.value as LogStreams, command);
  const problem = compareMetric((answer.value as MetricAnswer).value, command);
  // One executor is enough here: range scripts compare both.
  if (problem !== undefined || command.kind !== 'instant' || executor !== 'auto') return problem;
  return middleOfRange(command, tenant, engine, executor);
}

function ask(
  command: Eval,
  tenant: Tenant,
  engine: TestEngine,
  executor: Executor,
): Promise<Result<LogStreams | MetricAnswer, LogqlError>> {
  const base = { query: command.query, tenant, executor, limits: LIMITS };
  switch (command.kind) {
    case 'instant':
      return queryInstant({ ...base, time: timeOf(command.at) }, engine.runner);
    case 'range': {
      const span = { start: timeOf(command.start), end: timeOf(command.end) };
      return queryRange({ ...base, ...span, step: nanosecondsOf(command.step) }, engine.runner);
    }
    case 'logs': {
      const { limit, direction } = command;
      const span = { start: timeOf(command.start), end: timeOf(command.end) };
      return queryLogs({ ...base, ...span, limit, direction }, engine.runner);
    }
  }
}

const nanosecondsOf = (ms: number) => durationNs(BigInt(ms) * 1_000_000n);

const MINUTE = 60_000;

/** Every instant query is the middle step of a range query, too. */
async function middleOfRange(
  command: InstantEval,
  tenant: Tenant,
  engine: TestEngine,
  executor: Executor,
): Promise<string | undefined> {
  const { at, query } = command;
  if (command.ordered || command.scalar !== undefined || query.includes('approx_topk')) return undefined;
  const span = { start: timeOf(at - MINUTE), end: timeOf(at + MINUTE), step: nanosecondsOf(MINUTE) };
  const answer = await queryRange({ query, tenant, executor, limits: LIMITS, ...span }, engine.runner);
  // What fails at a step beside it says nothing of this one.
  if (!answer.ok) return undefined;
  const { value } = answer.value;
  if (value.type !== 'matrix') throw new Error('BUG: a range query gave no matrix');
  const time = millisOf(at);
  const samples = value.series.flatMap(({ labels, times, values }) => {
    const i = times.findIndex((t) => t === time);
    return i < 0 ? [] : [{ labels, time: times[i]!, value: values[i]! }];
  });
  const problem = compareMetric({ type: 'vector', samples }, command);
  return problem === undefined ? undefined : `as a step of a range: ${problem}`;
}
