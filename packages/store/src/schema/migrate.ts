import { durationMs, err, ok, RowWriter, type Clock, type Result, type RowLayout } from '@bongsu/model';
import { printName } from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';
import { CREATE_SCHEMA_MIGRATIONS, SCHEMA_MIGRATIONS } from './internal-tables.js';
import { checksumOf, type Migration } from './migrations/migration.js';
import { MIGRATIONS } from './migrations/migrations.js';

/** `newer` and `changed`: the folder belongs to another version. `failed`: the engine refused a statement. */
export interface MigrationError {
  readonly kind: 'newer' | 'changed' | 'failed';
  readonly message: string;
}

export interface Migrated {
  /** The schema's number now. */
  readonly schema: number;
  /** Names of the migrations that ran in this call. */
  readonly applied: readonly string[];
}

export interface MigrateOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Tests pass their own list; by default all there are. */
  readonly migrations?: readonly Migration[];
}

const MIGRATION_ROW: RowLayout = [
  ['number', 'UInt32'],
  ['name', 'String'],
  ['checksum', 'String'],
  ['applied', 'DateTime64(3)'],
];

// Reads a handful of rows.
const LIMITS = { time: durationMs(30_000), memoryBytes: 256 * 1024 * 1024 };

const failed = (what: string, error: EngineError): Result<never, MigrationError> =>
  err({ kind: 'failed', message: `${what}: ${error.message}` });

/**
 * Brings the schema to this version's, running what is missing in order. Idempotent; a crash half way is made good
 * by the next call. A folder that knows migrations this version does not, or other ones, is refused untouched.
 */
export async function migrate(options: MigrateOptions): Promise<Result<Migrated, MigrationError>> {
  const { engine, clock, migrations = MIGRATIONS } = options;
  const created = await engine.command(CREATE_SCHEMA_MIGRATIONS);
  if (!created.ok) return failed(`cannot create ${SCHEMA_MIGRATIONS}`, created.error);
  const seen = await engine.query(
    {
      sql: `SELECT number, name, checksum FROM ${printName(SCHEMA_MIGRATIONS)} ORDER BY number LIMIT 1 BY number`,
      params: [],
    },
    'JSONCompactEachRow',
    { limits: LIMITS },
  );
  if (!seen.ok) return failed(`cannot read ${SCHEMA_MIGRATIONS}`, seen.error);
  const stored = parseRows(seen.value);
  const refused = refusal(stored, migrations);
  if (refused) return err(refused);

  const applied: string[] = [];
  for (const migration of migrations.slice(stored.length)) {
    const title = `migration ${migration.number} (${migration.name})`;
    for (const statement of migration.statements) {
      const done = await engine.command(statement);
      if (!done.ok) return failed(title, done.error);
    }
    const noted = await note(engine, clock, migration);
    if (!noted.ok) return failed(title, noted.error);
    applied.push(migration.name);
  }
  return ok({ schema: migrations.length, applied });
}

interface Stored {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

function parseRows(bytes: Uint8Array): Stored[] {
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [number, name, checksum] = JSON.parse(line) as [number, string, string];
      return { number, name, checksum };
    });
}

function refusal(stored: readonly Stored[], known: readonly Migration[]): MigrationError | undefined {
  for (const [i, row] of stored.entries()) {
    const migration = known[i];
    if (migration === undefined) {
      return {
        kind: 'newer',
        message: `the data was written by a newer version of Bongsu: it has schema ${row.number} (${row.name}), this version knows up to ${known.length}; start the newer version or use another data folder with --data`,
      };
    }
    if (migration.number !== row.number || checksumOf(migration) !== row.checksum) {
      return {
        kind: 'changed',
        message: `the data was written by another build of Bongsu: its migration ${row.number} (${row.name}) is not this version's; start that build or use another data folder with --data`,
      };
    }
  }
  return undefined;
}

function note(engine: Engine, clock: Clock, migration: Migration): Promise<Result<void, EngineError>> {
  const row = new RowWriter(256);
  row.u32(migration.number);
  row.text(migration.name);
  row.text(checksumOf(migration));
  row.i64(clock.now());
  return engine.insert({ table: SCHEMA_MIGRATIONS, layout: MIGRATION_ROW, chunks: [row.take()], rows: 1 });
}
