import { err, ok, type Result, type Tenant } from '@bongsu/model';
import { DATABASE, queryFailureOf, type Engine, type QueryLimits } from '@bongsu/store';
import { failure, ofQuery, type Failure } from '../errors/failure.js';
import { callableFunctions } from './callable.js';
import { checkReadOnly } from './read-only.js';
import { tenantFilter } from './tenant-filter.js';

export interface SqlConsoleOptions {
  readonly engine: Engine;
  readonly limits: QueryLimits;
  readonly enabled: boolean;
  /** Who may use it. */
  readonly tenants: readonly string[];
  /** Rows of one answer at most. */
  readonly rows: number;
}

export interface SqlRequest {
  readonly tenant: Tenant;
  /** One statement, as a person wrote it. */
  readonly sql: string;
  /** Rows wanted; above the limit of the console, that is taken. */
  readonly rows: number;
  readonly signal: AbortSignal;
}

export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** 64-bit integers as text, what lies in a `FixedString` (ids) in hexadecimal digits. */
  readonly rows: readonly (readonly unknown[])[];
  /** Whether there are more rows than these. */
  readonly truncated: boolean;
  readonly statistics: { readonly elapsedMs: number; readonly rowsRead: number; readonly bytesRead: number };
}

export interface SqlConsole {
  /** Whether this tenant may use it, and else why not. */
  access(tenant: Tenant): Result<void, Failure>;
  run(request: SqlRequest): Promise<Result<SqlAnswer, Failure>>;
}

/** Read-only SQL of a person over the store. */
export function createSqlConsole(options: SqlConsoleOptions): SqlConsole {
  const { engine, limits } = options;
  let callable: ((name: string) => boolean) | undefined;

  const access = (tenant: Tenant): Result<void, Failure> => {
    if (!options.enabled) return err(failure('sql_disabled', 'SQL is switched off: set sql.enabled to on'));
    if (options.tenants.includes(tenant)) return ok(undefined);
    return err(
      failure(
        'sql_disabled',
        `tenant ${tenant} may not use SQL: add it to sql.tenants (now ${options.tenants.join(', ') || 'nobody'})`,
      ),
    );
  };

  return {
    access,
    run: async ({ tenant, sql, rows, signal }) => {
      const allowed = access(tenant);
      if (!allowed.ok) return allowed;
      if (callable === undefined) {
        const functions = await callableFunctions(engine, limits);
        if (!functions.ok) return err(ofQuery(queryFailureOf(functions.error)));
        callable = functions.value;
      }
      const checked = checkReadOnly(sql, callable);
      if (!checked.ok) return err(failure('bad_query', `${position(sql, checked.error.at)}: ${checked.error.message}`));
      const wanted = Math.min(rows, options.rows);
      const answer = await engine.query({ sql: checked.value, params: [] }, 'JSONCompactEachRowWithProgress', {
        limits,
        signal,
        settings: {
          readonly: 1,
          additional_table_filters: tenantFilter(tenant, DATABASE),
          // The engine stops after the block that reaches it; one more row tells that there are more.
          max_result_rows: wanted + 1,
          result_overflow_mode: 'break',
          allow_introspection_functions: 0,
        },
      });
      if (answer.ok) return ok(readAnswer(answer.value, wanted));
      const { error } = answer;
      // The statement is the person's own, so what the engine says of it is the answer.
      return err(
        error.kind === 'statement' ? failure('bad_query', engineText(error.message)) : ofQuery(queryFailureOf(error)),
      );
    },
  };
}

interface Line {
  readonly meta?: readonly { readonly name: string; readonly type: string }[];
  readonly row?: readonly unknown[];
  /** Since the beginning; 64-bit integers as text. */
  readonly progress?: { readonly read_rows: string; readonly read_bytes: string; readonly elapsed_ns: string };
}

function readAnswer(bytes: Uint8Array, wanted: number): SqlAnswer {
  let columns: SqlAnswer['columns'] = [];
  let encodings: readonly ('hex' | 'utf8')[] = [];
  const rows: unknown[][] = [];
  let found = 0;
  let statistics = { elapsedMs: 0, rowsRead: 0, bytesRead: 0 };
  // The engine writes strings as the bytes they are, ids too, which are not UTF-8: a character a byte loses none.
  for (const text of Buffer.from(bytes).toString('latin1').split('\n')) {
    if (text === '') continue;
    const { meta, row, progress } = JSON.parse(text) as Line;
    if (meta !== undefined) {
      columns = meta.map(({ name, type }) => ({ name: utf8(name), type: utf8(type) }));
      encodings = columns.map(({ type }) => (type.includes('FixedString') ? 'hex' : 'utf8'));
    }
    if (row !== undefined && found++ < wanted) rows.push(row.map((value, i) => withTexts(value, encodings[i]!)));
    if (progress !== undefined) {
      const { elapsed_ns: elapsed, read_rows: read, read_bytes: size } = progress;
      statistics = { elapsedMs: Number(elapsed) / 1e6, rowsRead: Number(read), bytesRead: Number(size) };
    }
  }
  return { columns, rows, truncated: found > wanted, statistics };
}

/** The two line separators beyond ASCII come escaped, and so as themselves. */
const bytesOf = (text: string): Buffer =>
  Buffer.from(
    text.replace(/[\u2028\u2029]/g, (separator) => Buffer.from(separator).toString('latin1')),
    'latin1',
  );

const utf8 = (text: string): string => bytesOf(text).toString('utf8');

/** A value of the engine with its strings, which hold a character a byte, as text. */
function withTexts(value: unknown, encoding: 'hex' | 'utf8'): unknown {
  if (typeof value === 'string') return bytesOf(value).toString(encoding);
  if (Array.isArray(value)) return value.map((member) => withTexts(member, encoding));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [utf8(key), withTexts(member, encoding)]));
}

/** `line 2, col 5`, from 1. */
function position(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${before.length}, col ${(before.at(-1) ?? '').length + 1}`;
}

/** The engine's message without the wrapping of the binding and the name of the program. */
function engineText(message: string): string {
  return message
    .replace(/^Query failed: /, '')
    .replace(/^Code: \d+\. DB::Exception: /, '')
    .trim();
}
