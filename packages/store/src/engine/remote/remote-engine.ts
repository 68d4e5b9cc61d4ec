import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ClickHouseError, createClient, type ClickHouseClient } from '@clickhouse/client';
import { durationMs, err, ok, type Result } from '@bongsu/model';
import { printName, type Statement } from '@bongsu/query/sql';
import { DATABASE } from '../database.js';
import type { Engine, EngineError, Insert, QueryOptions, ReadFormat } from '../engine.js';
import { engineErrorOf } from '../error-kind.js';
import { columnList, insertSettings, type Settings } from '../insert-statement.js';
import { MAX_QUERY_SIZE, readSettings } from '../read-settings.js';
import { remoteStatement } from './parameters.js';
import { rowParts } from './stream-rows.js';

export interface RemoteOptions {
  /** e.g. `http://clickhouse:8123`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Requests in flight at most. */
  readonly connections?: number;
}

/** Why a ClickHouse server cannot be used. The message names the URL and the remedy. */
export interface ConnectError {
  readonly kind: 'unreachable' | 'refused';
  readonly message: string;
}

/** A server that does not stop a statement by itself is given up this long after the statement's time limit. */
const GRACE = durationMs(2000);
/** The client's own bound on one request; statements have their own limits, inserts and DDL end by themselves. */
const REQUEST_TIMEOUT = durationMs(600_000);

/** Connects to a ClickHouse server and makes the database if it is not there. */
export async function openRemote(options: RemoteOptions): Promise<Result<Engine, ConnectError>> {
  const config = {
    url: options.url,
    username: options.username ?? 'default',
    password: options.password ?? '',
    request_timeout: REQUEST_TIMEOUT,
    max_open_connections: options.connections ?? 10,
    // Errors are returned to the caller, who logs them.
    log: { level: 127 },
  } as const;
  const setup = createClient(config);
  try {
    await setup.command({ query: `CREATE DATABASE IF NOT EXISTS ${printName(DATABASE)}` });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return err(
      error instanceof ClickHouseError
        ? {
            kind: 'refused',
            message: `ClickHouse at ${options.url} refused: ${detail}; check its user, password and rights`,
          }
        : {
            kind: 'unreachable',
            message: `ClickHouse at ${options.url} cannot be reached: ${detail}; check the URL and that it runs`,
          },
    );
  } finally {
    await setup.close();
  }
  return ok(new HttpEngine(createClient({ ...config, database: DATABASE })));
}

type Body = AsyncIterable<Uint8Array>;

class HttpEngine implements Engine {
  readonly #client: ClickHouseClient;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  insert(insert: Insert): Promise<Result<void, EngineError>> {
    this.#assertOpen();
    if (insert.rows === 0) return Promise.resolve(ok(undefined));
    return this.#track(async () => {
      const { max_threads: _, ...settings } = insertSettings(insert.rows, insert.deduplicationToken);
      const { stream } = await this.#client.exec({
        query: `INSERT INTO ${printName(insert.table)} (${columnList(insert.layout)}) FORMAT RowBinary`,
        values: Readable.from(insert.chunks, { objectMode: false }),
        clickhouse_settings: asText({ ...settings, wait_end_of_query: 1 }),
      });
      await collect(stream);
    });
  }

  query(statement: Statement, format: ReadFormat, options: QueryOptions): Promise<Result<Uint8Array, EngineError>> {
    this.#assertOpen();
    const watch = this.#watch(options);
    return this.#track(async () => {
      try {
        return await collect(await this.#read(statement, format, options, watch, true));
      } finally {
        watch.end();
      }
    }, watch);
  }

  async *stream(
    statement: Statement,
    format: ReadFormat,
    options: QueryOptions,
  ): AsyncIterable<Result<Uint8Array, EngineError>> {
    // Binary rows cannot be told apart without their types: the answer is one chunk.
    if (format === 'RowBinary' || format === 'Native' || format === 'Parquet') {
      yield await this.query(statement, format, options);
      return;
    }
    this.#assertOpen();
    const watch = this.#watch(options);
    let finished = false;
    let release: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (release = resolve));
    this.#running.add(running);
    try {
      for await (const part of rowParts(await this.#read(statement, format, options, watch, false))) {
        yield part.kind === 'rows' ? ok(part.bytes) : err(watch.explain(errorOfText(part.message)));
      }
      finished = true;
    } catch (error) {
      finished = true;
      yield err(watch.explain(errorOf(error)));
    } finally {
      if (!finished) watch.abandon();
      watch.end();
      this.#running.delete(running);
      release();
    }
  }

  command(command: string | Statement): Promise<Result<void, EngineError>> {
    this.#assertOpen();
    const { sql, params } = typeof command === 'string' ? { sql: command, params: {} } : remoteStatement(command);
    return this.#track(async () => {
      await this.#client.command({
        query: sql,
        query_params: { ...params },
        clickhouse_settings: asText({ wait_end_of_query: 1 }),
      });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
    await this.#client.close();
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error('BUG: the engine is closed');
  }

  async #track<T>(work: () => Promise<T>, watch?: Watch): Promise<Result<T, EngineError>> {
    const running = work();
    this.#running.add(running);
    try {
      return ok(await running);
    } catch (error) {
      const mapped = errorOf(error);
      return err(watch ? watch.explain(mapped) : mapped);
    } finally {
      this.#running.delete(running);
    }
  }

  async #read(
    statement: Statement,
    format: ReadFormat,
    options: QueryOptions,
    watch: Watch,
    whole: boolean,
  ): Promise<Body> {
    if (watch.signal.aborted) throw new Error(ABORTED);
    const { sql, params } = remoteStatement(statement);
    const { stream } = await this.#client.exec({
      query: `${sql}\nFORMAT ${format}`,
      query_params: { ...params },
      query_id: watch.queryId,
      abort_signal: watch.signal,
      // With the whole answer waited for, an error always comes as a status and never behind the first rows.
      clickhouse_settings: asText({
        ...readSettings(options.limits),
        max_query_size: MAX_QUERY_SIZE,
        ...(whole ? { wait_end_of_query: 1 } : {}),
        ...options.settings,
      }),
    });
    return stream as Body;
  }

  /** Ends the statement in the server when the caller aborts or its time is long over. */
  #watch(options: QueryOptions): Watch {
    const queryId = randomUUID();
    const controller = new AbortController();
    let why: 'cancelled' | 'timeout' | undefined;
    const stop = (reason: 'cancelled' | 'timeout'): void => {
      if (why !== undefined) return;
      why = reason;
      controller.abort();
      void this.#kill(queryId);
    };
    const onAbort = (): void => stop('cancelled');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => stop('timeout'), Math.min(options.limits.time + GRACE, 2_147_483_647));
    if (options.signal?.aborted) {
      why = 'cancelled';
      controller.abort();
    }
    return {
      queryId,
      signal: controller.signal,
      abandon: () => stop('cancelled'),
      explain: (error) => {
        if (why === 'cancelled') return { kind: 'cancelled', message: 'the statement was cancelled by its caller' };
        if (why !== 'timeout') return error;
        return {
          kind: 'timeout',
          message: `the statement ran longer than its limit of ${Math.round(options.limits.time)} ms`,
        };
      },
      end: () => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', onAbort);
      },
    };
  }

  /** A dropped connection alone does not end a statement on every server. Best effort: the time limit ends it too. */
  async #kill(queryId: string): Promise<void> {
    const killing = this.#client
      .command({
        query: 'KILL QUERY WHERE query_id = {id:String} ASYNC',
        query_params: { id: queryId },
      })
      .catch(() => undefined);
    this.#running.add(killing);
    await killing;
    this.#running.delete(killing);
  }
}

interface Watch {
  readonly queryId: string;
  readonly signal: AbortSignal;
  /** The consumer stopped before the end. */
  abandon(): void;
  explain(error: EngineError): EngineError;
  end(): void;
}

const ABORTED = 'aborted before it was sent';

const asText = (settings: Settings): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));

async function collect(body: Body): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function errorOf(error: unknown): EngineError {
  if (error instanceof ClickHouseError) return engineErrorOf(Number(error.code), error.message);
  if (error instanceof TypeError || error instanceof RangeError) throw error;
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('BUG')) throw error;
  // What the client throws itself: refused, reset and timed-out connections.
  return { kind: 'unavailable', message: `ClickHouse did not answer: ${message}` };
}

function errorOfText(text: string): EngineError {
  const match = /Code:\s*(\d+)/.exec(text);
  return engineErrorOf(match ? Number(match[1]) : 0, text);
}
