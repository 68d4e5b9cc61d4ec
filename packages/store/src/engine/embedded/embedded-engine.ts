import { writeFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { ChdbQueryStream, Session } from 'chdb';
import {
  backoffDelay,
  durationMs,
  err,
  ok,
  systemClock,
  type Clock,
  type DurationMs,
  type Result,
} from '@bongsu/model';
import { printName, type Statement } from '@bongsu/query/sql';
import { DATABASE } from '../database.js';
import type { Engine, EngineError, Insert, QueryOptions, ReadFormat } from '../engine.js';
import { engineErrorOf, exceptionCode } from '../error-kind.js';
import { columnList, insertSettings, printSettings, structure } from '../insert-statement.js';
import { replacePlaceholders } from '../placeholders.js';
import { MAX_QUERY_SIZE, readSettings } from '../read-settings.js';
import { BusyShare } from './busy-share.js';
import { engineConfigXml } from './config.js';
import { ExpectedTime, shapeOf } from './expected-time.js';
import { holdFolder, type DataFolder, type OpenError } from './folder.js';
import { Lane } from './lane.js';
import { literal } from './literal.js';
import { PRESSED, ReadTurns, type NoTurn } from './read-turns.js';
import { writeSpoolFile } from './spool.js';

export interface EmbeddedOptions {
  /** Data folder; made if it is not there. One process at a time. */
  readonly folder: string;
  /** Sessions in all: one kills statements, three write, the others read. At least 5. */
  readonly sessions?: number;
  /** Ceiling over everything the engine holds. Default: half of the machine's memory, at most 2 GiB. */
  readonly memoryBytes?: number;
  /** Threads of one read. Default: the number of cores. */
  readonly threads?: number;
  /** Reads at once that are not known to be short; half as many while inserts keep the engine busy. Default: 2. */
  readonly longReads?: number;
  readonly clock?: Clock;
  readonly logger?: EngineLogger;
}

/** Where the engine reports what no caller waits for. */
export interface EngineLogger {
  warn(message: string): void;
}

export interface EmbeddedEngine extends Engine {
  /** Absolute path of the data folder. */
  readonly folder: string;
  /** ClickHouse's version, e.g. `26.7.2.1`. */
  readonly version: string;
}

const WRITERS = 3;
const CONTROLLERS = 1;
/** Two for long reads, by default, and three for short ones and for streams whose readers are slow. */
const DEFAULT_SESSIONS = 9;
const DEFAULT_LONG_READS = 2;
const GIB = 1024 ** 3;

/** A statement that the engine does not stop by itself is killed this long after its time limit. */
const KILL_GRACE = durationMs(1000);
/** A kill that comes before the statement is registered finds nothing, so it is repeated, ever more seldom. */
const KILL_AGAIN = { initial: durationMs(25), max: durationMs(1000) };

/**
 * Opens ClickHouse inside this process on a data folder. The engine owns the folder until `close`.
 * One data folder per process: opening a second one while the first is open fails with kind `engine`.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Result<EmbeddedEngine, OpenError>> {
  const sessions = Math.max(options.sessions ?? DEFAULT_SESSIONS, WRITERS + CONTROLLERS + 1);
  const pool = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
  if (!(pool > sessions)) {
    return err({
      kind: 'thread-pool',
      message: `UV_THREADPOOL_SIZE is ${pool} and must exceed the ${sessions} engine sessions, or statements wait for each other: set it in the environment before the process starts (e.g. UV_THREADPOOL_SIZE=${sessions * 2})`,
    });
  }
  const held = holdFolder(options.folder);
  if (!held.ok) return held;
  const folder = held.value;
  const opened: Session[] = [];
  try {
    const memoryBytes = options.memoryBytes ?? Math.min(Math.floor(totalmem() / 2), 2 * GIB);
    writeFileSync(folder.configFile, engineConfigXml({ memoryBytes }));
    // Loaded here and not at the top: a server that uses a remote engine never loads the 0.5 GB library.
    const { Session: ChdbSession, drainPending } = await import('chdb');
    for (let i = 0; i < sessions; i++) {
      const session = new ChdbSession(folder.engine, { connectionArgs: [`--config-file=${folder.configFile}`] });
      opened.push(session);
      if (i === 0) session.query(`CREATE DATABASE IF NOT EXISTS ${printName(DATABASE)}`);
      session.query(`USE ${printName(DATABASE)}`);
      // A setting of the parser: too late in the statement itself.
      session.query(`SET max_query_size = ${MAX_QUERY_SIZE}`);
    }
    const version = opened[0]!.query('SELECT version()', 'TSVRaw').trim();
    return ok(new ChdbEngine(folder, version, opened, drainPending, options));
  } catch (error) {
    for (const session of opened) session.close();
    folder.release();
    return err(engineOpenError(folder, error));
  }
}

function engineOpenError(folder: DataFolder, error: unknown): OpenError {
  const detail = error instanceof Error ? error.message : String(error);
  if (engineErrorOf(exceptionCode(detail) ?? 0, detail).kind === 'disk') {
    return { kind: 'disk-full', message: `the engine cannot write to ${folder.path}: free some space (${detail})` };
  }
  return {
    kind: 'engine',
    message: `the engine cannot open ${folder.path}: ${detail}. If another process uses the folder, stop it; if the folder was made by a newer version, start that version; else move the folder away and start with an empty one`,
  };
}

class ChdbEngine implements EmbeddedEngine {
  readonly version: string;
  readonly #folder: DataFolder;
  readonly #sessions: readonly Session[];
  readonly #control: Lane<Session>;
  readonly #writers: Lane<Session>;
  readonly #readers: ReadTurns<Session>;
  readonly #inserting: BusyShare;
  readonly #drainPending: () => Promise<void>;
  readonly #clock: Clock;
  readonly #longReads: number;
  readonly #logger: EngineLogger | undefined;
  readonly #threads: number;
  #serial = 0;
  #closing: Promise<void> | undefined;

  constructor(
    folder: DataFolder,
    version: string,
    sessions: readonly Session[],
    drainPending: () => Promise<void>,
    options: EmbeddedOptions,
  ) {
    this.version = version;
    this.#folder = folder;
    this.#sessions = sessions;
    this.#drainPending = drainPending;
    this.#clock = options.clock ?? systemClock();
    this.#logger = options.logger;
    this.#threads = options.threads ?? availableParallelism();
    this.#longReads = options.longReads ?? DEFAULT_LONG_READS;
    this.#control = new Lane(sessions.slice(0, CONTROLLERS));
    this.#writers = new Lane(sessions.slice(CONTROLLERS, CONTROLLERS + WRITERS));
    this.#inserting = new BusyShare(this.#clock);
    this.#readers = new ReadTurns({
      sessions: sessions.slice(CONTROLLERS + WRITERS),
      longAtOnce: this.#longReads,
      expected: new ExpectedTime(),
      clock: this.#clock,
      pressure: () => this.#inserting.share(),
    });
  }

  get folder(): string {
    return this.#folder.path;
  }

  async insert(insert: Insert): Promise<Result<void, EngineError>> {
    this.#assertOpen();
    if (insert.rows === 0) return ok(undefined);
    const session = await this.#writers.take();
    if (session === 'closed') return err(CLOSING);
    this.#inserting.begin();
    let path: string | undefined;
    try {
      path = await writeSpoolFile(this.#folder.spool, `${++this.#serial}.rows`, insert.chunks);
      const columns = columnList(insert.layout);
      await session.queryAsync(
        `INSERT INTO ${printName(insert.table)} (${columns}) SELECT ${columns} ` +
          `FROM file(${literal('String', path)}, 'RowBinary', ${literal('String', structure(insert.layout))}) ` +
          `SETTINGS ${printSettings(insertSettings(insert.rows, insert.deduplicationToken))}`,
      );
      return ok(undefined);
    } catch (error) {
      await this.#forget(session);
      return err(this.#errorOf(error));
    } finally {
      this.#inserting.end();
      this.#writers.give(session);
      if (path !== undefined) await this.#remove(path);
    }
  }

  async #remove(path: string): Promise<void> {
    try {
      await unlink(path);
    } catch (error) {
      // The rows are stored all the same; the file goes at the next start.
      this.#logger?.warn(`cannot remove ${path}: ${String(error)}`);
    }
  }

  async query(
    statement: Statement,
    format: ReadFormat,
    options: QueryOptions,
  ): Promise<Result<Uint8Array, EngineError>> {
    this.#assertOpen();
    const started = this.#clock.monotonic();
    const turn = await this.#readers.take(shapeOf(statement), 'statement', options.limits.time, options.signal);
    if (typeof turn === 'string') return err(this.#noTurn(turn, options.limits.time));
    const { session } = turn;
    const watch = this.#watch(this.#left(options, started), options.signal);
    let how: 'answered' | 'cut off' = 'cut off';
    try {
      const sql = this.#readSql(statement, format, options, watch);
      const answer = await session.queryAsync(sql, { format });
      how = 'answered';
      return ok(answer.bytes());
    } catch (error) {
      watch.end();
      await this.#forget(session);
      return err(watch.explain(this.#errorOf(error)));
    } finally {
      watch.end();
      turn.end(how);
    }
  }

  async *stream(
    statement: Statement,
    format: ReadFormat,
    options: QueryOptions,
  ): AsyncIterable<Result<Uint8Array, EngineError>> {
    this.#assertOpen();
    const started = this.#clock.monotonic();
    const turn = await this.#readers.take(shapeOf(statement), 'stream', options.limits.time, options.signal);
    if (typeof turn === 'string') {
      yield err(this.#noTurn(turn, options.limits.time));
      return;
    }
    const { session } = turn;
    const watch = this.#watch(this.#left(options, started), options.signal);
    let stream: ChdbQueryStream | undefined;
    try {
      stream = session.queryStream(this.#readSql(statement, format, options, watch), { format });
      for await (const chunk of stream) {
        if (options.signal?.aborted) break;
        yield ok(chunk.raw());
      }
      if (options.signal?.aborted) yield err({ kind: 'cancelled', message: CANCELLED });
    } catch (error) {
      stream?.cancel();
      watch.end();
      await this.#forget(session);
      yield err(watch.explain(this.#errorOf(error)));
    } finally {
      stream?.cancel();
      watch.end();
      turn.end('cut off');
    }
  }

  async command(command: string | Statement): Promise<Result<void, EngineError>> {
    this.#assertOpen();
    const sql = typeof command === 'string' ? command : embeddedStatement(command);
    const session = await this.#writers.take();
    if (session === 'closed') return err(CLOSING);
    try {
      await session.queryAsync(sql);
      return ok(undefined);
    } catch (error) {
      await this.#forget(session);
      return err(this.#errorOf(error));
    } finally {
      this.#writers.give(session);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([this.#readers.close(), this.#writers.close()]);
    await this.#control.close();
    for (const session of this.#sessions) session.close();
    await this.#drainPending();
    this.#folder.release();
  }

  #assertOpen(): void {
    if (this.#closing) throw new Error('BUG: the engine is closed');
  }

  #noTurn(why: NoTurn, time: DurationMs): EngineError {
    if (why === 'cancelled') return { kind: 'cancelled', message: CANCELLED };
    if (why === 'closed') return CLOSING;
    const message = `no turn within ${time} ms: ${this.#longReads} long statements run at once, fewer while the engine stores much (raise limits.query.longAtOnce)`;
    return { kind: 'timeout', message };
  }

  /** What is left of a statement's time after it waited for a session. */
  #left(options: QueryOptions, started: number): DurationMs {
    return durationMs(Math.max(options.limits.time - (this.#clock.monotonic() - started), 1));
  }

  #readSql(statement: Statement, format: ReadFormat, options: QueryOptions, watch: Watch): string {
    const settings = {
      ...readSettings({ ...options.limits, time: watch.time }),
      ...SIMPLY,
      // Under pressure half of the cores are for inserts.
      max_threads: this.#inserting.share() < PRESSED ? this.#threads : Math.max(1, this.#threads >> 1),
      log_comment: watch.tag,
      ...options.settings,
    };
    const sql = embeddedStatement(statement);
    // The line feed ends a comment; settings after FORMAT add to those the statement has of its own.
    return `${sql}\nFORMAT ${format} SETTINGS ${printSettings(settings)}`;
  }

  /** Kills the statement tagged `tag` when `signal` aborts or the time limit has no effect, until `end` is called. */
  #watch(time: DurationMs, signal: AbortSignal | undefined): Watch {
    const tag = `bongsu-${++this.#serial}`;
    let why: 'cancelled' | 'timeout' | undefined;
    let ended = false;
    const kill = async (reason: 'cancelled' | 'timeout'): Promise<void> => {
      if (why !== undefined) return;
      why = reason;
      for (let attempt = 0; !ended; attempt++) {
        await this.#kill(tag);
        await new Promise((resolve) => setTimeout(resolve, backoffDelay(attempt, KILL_AGAIN)));
      }
    };
    const onAbort = (): void => void kill('cancelled');
    const timer = setTimeout(() => void kill('timeout'), Math.min(time + KILL_GRACE, 2_147_483_647));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    return {
      tag,
      time,
      explain: (error) => {
        if (error.kind !== 'cancelled') return error;
        if (why === 'timeout') return { kind: 'timeout', message: timeoutMessage(time) };
        return why === 'cancelled' ? { kind: 'cancelled', message: CANCELLED } : error;
      },
      end: () => {
        ended = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      },
    };
  }

  /**
   * chdb keeps a failed statement, with the memory and the parts it held, until its session runs the next one
   * (seen in system.processes): a trivial one lets go of it.
   */
  async #forget(session: Session): Promise<void> {
    try {
      await session.queryAsync('SELECT 1');
    } catch (error) {
      this.#logger?.warn(`a session does not answer after a failed statement: ${String(error)}`);
    }
  }

  async #kill(tag: string): Promise<void> {
    const session = await this.#control.take();
    if (session === 'closed') return;
    try {
      await session.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = '${tag}' ASYNC`);
    } catch (error) {
      this.#logger?.warn(`cannot kill a statement: ${String(error)}`);
    } finally {
      this.#control.give(session);
    }
  }

  #errorOf(error: unknown): EngineError {
    const message = error instanceof Error ? error.message : String(error);
    const node = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes(node)) return this.#diskError(message);
    const code = exceptionCode(message);
    if (code === undefined && !node.startsWith('CHDB_')) throw error;
    const mapped = engineErrorOf(code ?? 0, message);
    return mapped.kind === 'disk' ? this.#diskError(message) : mapped;
  }

  #diskError(detail: string): EngineError {
    return { kind: 'disk', message: `the disk of the data folder ${this.folder} is full or not writable (${detail})` };
  }
}

interface Watch {
  readonly tag: string;
  readonly time: DurationMs;
  explain(error: EngineError): EngineError;
  end(): void;
}

const CLOSING: EngineError = { kind: 'unavailable', message: 'the engine is closing' };

/**
 * Expressions are interpreted. Compiling them takes 50-60 ms of the fourth statement of a shape and gains nothing that
 * the benchmark's statements show; looking compiled ones up costs small statements 3 of 17 ms. Results are written by the
 * thread that has them: starting others for it costs 0.6 ms (of the 1.7 of `SELECT 1`), and 20 to 70 MB were not sooner
 * there with them.
 */
const SIMPLY = {
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
  output_format_parallel_formatting: 0,
};

const CANCELLED = 'the statement was cancelled by its caller';

function timeoutMessage(time: DurationMs): string {
  return `the statement ran longer than its limit of ${Math.round(time)} ms`;
}

const embeddedStatement = (statement: Statement): string =>
  replacePlaceholders(statement, (parameter) => literal(parameter.type, parameter.value));
