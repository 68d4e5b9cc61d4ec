import { err, ok, type Labels, type Result } from '@bongsu/model';
import { rememberedRows, type QueryFailure, type SqlRunner } from '../../lang/index.js';
import { and, col, infix, param } from '../../sql/index.js';
import type { StreamChoice } from '../compile/line-scope.js';
import { compileFingerprints, compileStreams, streamCondition, type StreamScope } from '../compile/streams.js';
import type { LabelMatch } from '../plan/nodes.js';
import { labelPredicate } from './label-match.js';

/** A list longer than this in a statement costs more than the streams it leaves out; text of the list: 50 KB. */
const MAX_LISTED = 2000;

/** The streams of a selector: how a statement restricts itself to them, and their labels as far as asked for. */
export class StreamSet {
  readonly #labels = new Map<string, Labels>();

  private constructor(
    readonly scope: StreamScope,
    readonly runner: SqlRunner,
    readonly choice: StreamChoice,
    /** What the statement leaves undecided; takes a fingerprint. */
    readonly accepts: ((fingerprint: string) => boolean) | undefined,
  ) {}

  get isEmpty(): boolean {
    return this.choice.kind === 'listed' && this.choice.fingerprints.length === 0;
  }

  /** Whether labels of the streams may be among `names`, or any are wanted; true also where they are not known. */
  mayMatter(names: readonly string[] | undefined): boolean {
    if (names === undefined) return true;
    if (names.length === 0) return false;
    if (this.choice.kind !== 'listed') return true;
    return [...this.#labels.values()].some((labels) => names.some((name) => Object.hasOwn(labels, name)));
  }

  /** Whether every stream is known to have the label. */
  allHave(name: string): boolean {
    if (this.choice.kind !== 'listed') return false;
    return [...this.#labels.values()].every((labels) => Object.hasOwn(labels, name) && labels[name] !== '');
  }

  /** Every stream of the scope. */
  static all(scope: StreamScope, runner: SqlRunner): StreamSet {
    return new StreamSet(scope, runner, { kind: 'all' }, undefined);
  }

  static async resolve(
    scope: StreamScope,
    labels: readonly LabelMatch[],
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<StreamSet, QueryFailure>> {
    if (labels.length === 0) return ok(StreamSet.all(scope, runner));
    const found = await readStreams(scope, labels, runner, signal);
    if (!found.ok) return found;
    const passing = found.value;
    const complete = passing !== 'too many' && passing.length <= MAX_LISTED;
    let choice: StreamChoice;
    let accepts: StreamSet['accepts'];
    if (complete) {
      choice = {
        kind: 'listed',
        fingerprints: passing.map((s) => s.fingerprint),
        services: [...new Set(passing.map((s) => s.service))],
      };
    } else {
      choice = { kind: 'select', select: compileFingerprints(streamCondition(scope, labels)) };
      if (passing !== 'too many') {
        const all = new Set(passing.map((s) => s.fingerprint));
        accepts = (fingerprint) => all.has(fingerprint);
      }
    }
    const set = new StreamSet(scope, runner, choice, accepts);
    if (passing !== 'too many') for (const s of passing) set.#labels.set(s.fingerprint, s.labels);
    return ok(set);
  }

  /**
   * What `read` gives of the lines of these streams. Where they are known to be all there are it is not told which; when
   * one has come meanwhile, which may be another, it reads again and is. Lines are stored after their stream.
   */
  async ofLines<T>(
    read: (choice: StreamChoice) => Promise<Result<T, QueryFailure>>,
    signal: AbortSignal | undefined,
  ): Promise<Result<T, QueryFailure>> {
    const areAll = await this.#areAll(signal);
    if (!areAll.ok) return areAll;
    if (areAll.value?.()) {
      const found = await read({ kind: 'all' });
      if (areAll.value()) return found;
    }
    return read(this.choice);
  }

  /** Where these are known to be all streams of the scope: what says whether they still are. */
  async #areAll(signal: AbortSignal | undefined): Promise<Result<(() => boolean) | undefined, QueryFailure>> {
    const { logStreams } = this.runner;
    // Of one it is as well to say which.
    if (logStreams === undefined || this.choice.kind !== 'listed' || this.choice.fingerprints.length < 2) {
      return ok(undefined);
    }
    const { version } = logStreams;
    const all = await matchingStreams(this.scope, [], this.runner, MAX_LISTED + 1, signal);
    if (!all.ok) return all;
    const listed = new Set(this.choice.fingerprints);
    return ok(
      all.value.every(({ fingerprint }) => listed.has(fingerprint)) ? () => logStreams.version === version : undefined,
    );
  }

  /** The labels of the streams named, read where they are not known yet. */
  async labelsOf(
    fingerprints: Iterable<string>,
    signal?: AbortSignal,
  ): Promise<Result<ReadonlyMap<string, Labels>, QueryFailure>> {
    const missing = [...new Set(fingerprints)].filter((f) => !this.#knows(f));
    for (let i = 0; i < missing.length; i += MAX_LISTED) {
      const some = missing.slice(i, i + MAX_LISTED);
      const where = and([
        streamCondition(this.scope, []),
        infix(col('fingerprint'), 'IN', param('Array(UInt64)', some)),
      ])!;
      const rows = await this.runner.rows(compileStreams(where), signal);
      if (!rows.ok) return rows;
      for (const row of rows.value) {
        this.#labels.set(row[0] as string, row[2] as Labels);
        this.runner.streamLabels?.put(row[0] as string, row[2] as Labels);
      }
    }
    const lost = missing.find((f) => !this.#labels.has(f));
    if (lost !== undefined) {
      return err({ kind: 'internal', message: `log stream ${lost} has lines but no labels in log_streams` });
    }
    return ok(this.#labels);
  }

  #knows(fingerprint: string): boolean {
    if (this.#labels.has(fingerprint)) return true;
    const before = this.runner.streamLabels?.get(fingerprint);
    if (before !== undefined) this.#labels.set(fingerprint, before);
    return before !== undefined;
  }
}

/** A stream as `log_streams` has it. */
export interface StreamRow {
  readonly fingerprint: string;
  readonly service: string;
  readonly labels: Labels;
}

/**
 * The streams that pass every match. Where the engine decides alone it is asked for a few more than may be listed;
 * `too many` says that there are more.
 */
async function readStreams(
  scope: StreamScope,
  labels: readonly LabelMatch[],
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<readonly StreamRow[] | 'too many', QueryFailure>> {
  const inMemory = labels.some((l) => l.placement === 'memory');
  const rows = await matchingStreams(scope, labels, runner, inMemory ? undefined : MAX_LISTED + 1, signal);
  if (!rows.ok) return rows;
  return ok(!inMemory && rows.value.length > MAX_LISTED ? 'too many' : rows.value);
}

/** Streams of the scope that pass every match, each once, at most `limit` where the engine decides alone. */
export async function matchingStreams(
  scope: StreamScope,
  labels: readonly LabelMatch[],
  runner: SqlRunner,
  limit?: number,
  signal?: AbortSignal,
): Promise<Result<readonly StreamRow[], QueryFailure>> {
  const rows = await rememberedRows(
    compileStreams(streamCondition(scope, labels), limit),
    runner.logStreams,
    runner,
    signal,
  );
  if (!rows.ok) return rows;
  const tests = labels
    .filter((l) => l.placement === 'memory')
    .map(({ matcher }) => ({ name: matcher.name, passes: labelPredicate(matcher) }));
  return ok(
    rows.value
      .map(([fingerprint, service, found]) => ({ fingerprint, service, labels: found }) as StreamRow)
      .filter((s) => tests.every((t) => t.passes(Object.hasOwn(s.labels, t.name) ? s.labels[t.name]! : ''))),
  );
}
