import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';
import { err, ok, type Result, type RowLayout } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../lang/index.js';
import {
  print,
  printName,
  TABLES,
  VIEWS,
  type Parameter,
  type ParamValue,
  type Select,
  type Table,
} from '../sql/index.js';

/** A real engine on a folder of its own, with the tables of the catalog. One per process: one per test file. */
export interface TestEngine {
  readonly runner: SqlRunner;
  /** Rows as objects by column name. 64-bit integers as text; times as the engine's text or decimal seconds. */
  insertJson(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  /** Rows in RowBinary: keeps the bits of every float. */
  insertBinary(table: string, layout: RowLayout, rows: Uint8Array): Promise<void>;
  /** Empties every table. */
  clear(): Promise<void>;
  /** Statements the runner was given, newest last. */
  readonly statements: readonly string[];
  close(): void;
}

function createTable(table: Table): string {
  const columns = table.columns.map((c) => {
    const expression = c.expression ? ` ${c.expression.kind} ${c.expression.sql}` : '';
    return `${printName(c.name)} ${c.type}${expression}${c.codec ? ` CODEC(${c.codec})` : ''}`;
  });
  const indexes = (table.indexes ?? []).map(
    (i) => `INDEX ${printName(i.name)} ${i.expression} TYPE ${i.type} GRANULARITY ${i.granularity}`,
  );
  const key = table.primaryKey ? ` PRIMARY KEY (${table.primaryKey.join(', ')})` : '';
  return (
    `CREATE TABLE ${printName(table.name)} (${[...columns, ...indexes].join(', ')}) ENGINE = ${table.engine} ` +
    `PARTITION BY ${table.partitionBy}${key} ORDER BY (${table.orderBy.join(', ')})`
  );
}

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;

function uncast(value: ParamValue): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return `unhex('${Buffer.from(value).toString('hex')}')`;
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `'${value}'`;
    case 'number':
      if (Number.isNaN(value)) return 'nan';
      return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
    default:
      return `[${value.map(uncast).join(', ')}]`;
  }
}

/** A DateTime64 given as bigint counts ticks since the epoch, a DateTime seconds. */
function literal({ type, value }: Parameter): string {
  if (type.startsWith('DateTime(') && typeof value === 'bigint') return `CAST(${value}, ${quoted(type)})`;
  const ticks = /^DateTime64\((3|6|9)/.exec(type);
  if (ticks && typeof value === 'bigint') {
    const convert = { '3': 'Milli', '6': 'Micro', '9': 'Nano' }[ticks[1] as '3' | '6' | '9'];
    return `CAST(fromUnixTimestamp64${convert}(CAST('${value}', 'Int64'), 'UTC'), ${quoted(type)})`;
  }
  return `CAST(${uncast(value)}, ${quoted(type)})`;
}

function statementText(select: Select): string {
  const statement = print(select);
  return statement.sql.replace(/\{p(\d+):(?:[^{}]*)\}/g, (_, n: string) => literal(statement.params[Number(n) - 1]!));
}

export async function openTestEngine(): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-query-'));
  const session = new Session(join(folder, 'engine'));
  session.query('CREATE DATABASE IF NOT EXISTS test');
  session.query('USE test');
  for (const table of TABLES) session.query(createTable(table));
  for (const view of VIEWS) {
    session.query(`CREATE MATERIALIZED VIEW ${printName(view.name)} TO ${printName(view.into)} AS ${view.select}`);
  }
  const statements: string[] = [];
  // A session runs one statement at a time; the next waits for it.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const read = (select: Select, format: string, signal?: AbortSignal): Promise<Result<Uint8Array, QueryFailure>> =>
    inTurn(async () => {
      if (signal?.aborted) return err({ kind: 'cancelled', message: 'cancelled' });
      const sql = statementText(select);
      statements.push(sql);
      const settings = 'output_format_json_quote_64bit_integers = 1, output_format_json_quote_denormals = 1';
      try {
        const answer = await session.queryAsync(`${sql}\nFORMAT ${format} SETTINGS ${settings}`, { format });
        return ok(answer.bytes());
      } catch (error) {
        return err({ kind: 'internal', message: error instanceof Error ? error.message : String(error) });
      }
    });
  return {
    statements,
    runner: {
      async rows(select, signal) {
        const answer = await read(select, 'JSONCompactEachRow', signal);
        if (!answer.ok) return answer;
        const lines = Buffer.from(answer.value).toString('utf8').split('\n');
        return ok(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown[]));
      },
      binary: (select, signal) => read(select, 'RowBinary', signal),
      columns: (select, signal) => read(select, 'Native', signal),
    },
    insertJson: (table, rows) =>
      inTurn(async () => {
        if (rows.length === 0) return;
        await session.insert({
          table,
          values: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
          format: 'JSONEachRow',
        });
      }),
    insertBinary: (table, layout, rows) =>
      inTurn(async () => {
        const path = join(folder, 'rows.bin');
        writeFileSync(path, rows);
        const columns = layout.map(([name]) => printName(name)).join(', ');
        const structure = layout.map(([name, type]) => `${printName(name)} ${type}`).join(', ');
        await session.queryAsync(
          `INSERT INTO ${printName(table)} (${columns}) SELECT ${columns} ` +
            `FROM file(${quoted(path)}, 'RowBinary', ${quoted(structure)})`,
        );
      }),
    clear: () =>
      inTurn(async () => {
        for (const table of TABLES) await session.queryAsync(`TRUNCATE TABLE ${printName(table.name)}`);
      }),
    close: () => {
      session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
