import { randomUUID } from 'node:crypto';
import { err, ok, type Clock, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { deletionQuery, linesToDelete, type PipelineLimits } from '@bongsu/query/logql';
import {
  deleteLogs,
  queryFailureOf,
  LogDeletionTable,
  type Engine,
  type EngineError,
  type LogDeletion,
} from '@bongsu/store';
import { failure, ofQuery, type Failure } from '../errors/failure.js';
import { lokiFailure } from '../http/loki/loki-failure.js';
import type { Logger } from '../self/logger.js';

export interface LogDeleterOptions {
  readonly engine: Engine;
  readonly runner: SqlRunner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pipelineLimits: PipelineLimits;
}

export interface DeletionRequest {
  readonly tenant: Tenant;
  readonly query: string;
  /** Inclusive. */
  readonly start: Nanos;
  /** Exclusive. */
  readonly end: Nanos;
}

/**
 * Deletes log lines on request. A request is on disk before it is carried out, and one that a stop or a failure
 * interrupted is carried out at the next start. One at a time: each rewrites a mark per row of the parts it touches.
 */
export class LogDeleter {
  readonly #options: LogDeleterOptions;
  readonly #table: LogDeletionTable;
  #last: Promise<unknown> = Promise.resolve();
  #resumed: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(options: LogDeleterOptions) {
    this.#options = options;
    this.#table = new LogDeletionTable(options.engine);
  }

  /** Resolves with the request's id when no query sees the lines any more. */
  async delete(request: DeletionRequest): Promise<Result<string, Failure>> {
    const query = deletionQuery(request.query);
    if (!query.ok) return err(lokiFailure(query.error));
    const created = this.#options.clock.nowNanos();
    const deletion: LogDeletion = { ...request, id: randomUUID().slice(0, 8), created, status: 'received' };
    const stored = await this.#table.put(deletion);
    if (!stored.ok) return err(ofEngine(stored.error));
    const done = await this.#inTurn(() => this.#carryOut(deletion));
    return done.ok ? ok(deletion.id) : done;
  }

  /** The tenant's requests, oldest first. */
  async list(tenant: Tenant): Promise<Result<readonly LogDeletion[], Failure>> {
    const listed = await this.#table.list(tenant);
    return listed.ok ? listed : err(ofEngine(listed.error));
  }

  /** Takes a request back that was not carried out. */
  async cancel(tenant: Tenant, id: string): Promise<Result<void, Failure>> {
    const listed = await this.list(tenant);
    if (!listed.ok) return listed;
    const found = listed.value.find((deletion) => deletion.id === id);
    if (found === undefined) return err(failure('not_found', 'could not find delete request with given id'));
    if (found.status !== 'received') {
      const message = 'deletion of request which is in process or already processed is not allowed';
      return err(failure('bad_parameter', message));
    }
    const stored = await this.#table.put({ ...found, status: 'cancelled' });
    return stored.ok ? ok(undefined) : err(ofEngine(stored.error));
  }

  /** Carries out what was left undone; what fails again is said in the log and waits for the next start. */
  resume(): Promise<void> {
    this.#resumed = this.#resume();
    return this.#resumed;
  }

  async #resume(): Promise<void> {
    const { logger } = this.#options;
    const listed = await this.#table.list();
    if (!listed.ok) {
      logger.warn({ reason: listed.error.message }, 'the requests to delete log lines cannot be read');
      return;
    }
    for (const deletion of listed.value.filter(({ status }) => status === 'received')) {
      if (this.#closing) return;
      const done = await this.#inTurn(() => this.#carryOut(deletion));
      if (!done.ok) logger.warn({ id: deletion.id, reason: done.error.message }, 'log lines were not deleted');
    }
  }

  /** Resolves when nothing is being deleted; what `resume` has not begun waits for the next start. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([this.#last, this.#resumed]);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #carryOut(deletion: LogDeletion): Promise<Result<void, Failure>> {
    const { engine, runner, pipelineLimits } = this.#options;
    for await (const condition of linesToDelete({ ...deletion, pipelineLimits }, runner)) {
      if (!condition.ok) return err(lokiFailure(condition.error));
      const deleted = await deleteLogs(engine, condition.value);
      if (!deleted.ok) return err(ofEngine(deleted.error));
    }
    const stored = await this.#table.put({ ...deletion, status: 'processed' });
    return stored.ok ? ok(undefined) : err(ofEngine(stored.error));
  }
}

const ofEngine = (error: EngineError): Failure => ofQuery(queryFailureOf(error));
