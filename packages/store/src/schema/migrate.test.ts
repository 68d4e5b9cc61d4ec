import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EXEMPLAR_ROW,
  HISTOGRAM_ROW,
  LOG_ROW,
  SAMPLE_ROW,
  SERIES_ROW,
  SPAN_ROW,
  systemClock,
  type RowLayout,
} from '@bongsu/model';
import {
  EXEMPLARS,
  LOGS,
  LOG_STREAMS,
  METRIC_SERIES,
  NATIVE_HISTOGRAMS,
  RESOURCES,
  SAMPLES,
  SPANS,
  TABLES,
  VIEWS,
  type Table,
} from '@bongsu/query/sql';
import type { Engine } from '../engine/engine.js';
import { must, openTemporary, rowsOf } from '../engine/temporary-store.testkit.js';
import { RESOURCE_ROW, STREAM_ROW } from '../insert/side-rows.js';
import { createTable, createView } from './ddl.js';
import { CREATE_LOG_DELETIONS, CREATE_PROBES, CREATE_SCHEMA_MIGRATIONS } from './internal-tables.js';
import { migrate } from './migrate.js';
import { checksumOf, type Migration } from './migrations/migration.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { dropAll } from './migrations/older-folder.testkit.js';

let engine: Engine;
let closeStore: () => Promise<void>;
const clock = systemClock();

beforeAll(async () => {
  const store = await openTemporary({ bare: true });
  engine = store.engine;
  closeStore = store.close;
});
afterAll(() => closeStore());

/** All the engine knows of the tables in the default database. */
async function schema(): Promise<unknown> {
  return {
    tables: await rowsOf(
      engine,
      "SELECT name, engine, engine_full, partition_key, sorting_key, primary_key, comment, as_select, create_table_query FROM system.tables WHERE database = 'bongsu' ORDER BY name",
    ),
    columns: await rowsOf(
      engine,
      "SELECT table, position, name, type, default_kind, default_expression, compression_codec, comment FROM system.columns WHERE database = 'bongsu' ORDER BY table, position",
    ),
    indexes: await rowsOf(
      engine,
      "SELECT table, name, type_full, expr, granularity FROM system.data_skipping_indices WHERE database = 'bongsu' ORDER BY table, name",
    ),
  };
}

describe('migrate', () => {
  it('makes of an empty folder exactly what the catalog says', async () => {
    await dropAll(engine);
    for (const sql of [
      ...TABLES.map(createTable),
      ...VIEWS.map(createView),
      CREATE_PROBES,
      CREATE_LOG_DELETIONS,
      CREATE_SCHEMA_MIGRATIONS,
    ]) {
      must(await engine.command(sql));
    }
    const expected = await schema();
    await dropAll(engine);
    expect(must(await migrate({ engine, clock }))).toEqual({
      schema: MIGRATIONS.length,
      applied: MIGRATIONS.map((m) => m.name),
    });
    // A difference here means: the catalog changed, so add a migration (do not edit an old one).
    expect(await schema()).toEqual(expected);
  });

  it('does nothing the second time', async () => {
    must(await migrate({ engine, clock }));
    const before = await schema();
    expect(must(await migrate({ engine, clock }))).toEqual({ schema: MIGRATIONS.length, applied: [] });
    expect(await schema()).toEqual(before);
  });

  const step = (number: number, name: string, ...statements: string[]): Migration => ({ number, name, statements });
  const ONE = step(1, 'one', 'CREATE TABLE IF NOT EXISTS one (a UInt8) ENGINE = MergeTree ORDER BY a');
  const TWO = step(2, 'two', 'ALTER TABLE one ADD COLUMN IF NOT EXISTS b String');

  it('runs what an older folder lacks and keeps its rows', async () => {
    await dropAll(engine);
    must(await migrate({ engine, clock, migrations: [ONE] }));
    must(await engine.command('INSERT INTO one VALUES (7)'));
    expect(must(await migrate({ engine, clock, migrations: [ONE, TWO] }))).toEqual({ schema: 2, applied: ['two'] });
    expect(await rowsOf(engine, 'SELECT a, b FROM one')).toEqual([[7, '']]);
  });

  it('makes good a crash half way', async () => {
    await dropAll(engine);
    const broken = step(2, 'two', TWO.statements[0]!, 'ALTER TABLE nowhere ADD COLUMN c String');
    expect(await migrate({ engine, clock, migrations: [ONE, broken] })).toMatchObject({
      ok: false,
      error: { kind: 'failed' },
    });
    expect(must(await migrate({ engine, clock, migrations: [ONE, TWO] })).applied).toEqual(['two']);
  });

  it('refuses a newer folder by name, and one of another build', async () => {
    await dropAll(engine);
    must(await migrate({ engine, clock, migrations: [ONE, TWO] }));
    const newer = await migrate({ engine, clock, migrations: [ONE] });
    expect(newer).toMatchObject({ ok: false, error: { kind: 'newer' } });
    if (!newer.ok) expect(newer.error.message).toContain('schema 2 (two)');
    const other = await migrate({ engine, clock, migrations: [{ ...ONE, statements: ['SELECT 1'] }, TWO] });
    expect(other).toMatchObject({ ok: false, error: { kind: 'changed' } });
  });
});

describe('migrations', () => {
  it('are numbered from 1 without gaps', () => {
    expect(MIGRATIONS.map((m) => m.number)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });

  it('have checksums that follow their statements', () => {
    const [first] = MIGRATIONS;
    expect(checksumOf(first!)).toMatch(/^[0-9a-f]{16}$/);
    expect(checksumOf({ ...first!, statements: ['x'] })).not.toBe(checksumOf(first!));
  });
});

/** The type a RowBinary row of `type` is written as: wrappers that do not change the bytes taken away. */
function wireType(type: string): string {
  return type.replaceAll(/LowCardinality\((\w+)\)/g, '$1').replaceAll(/DateTime64\((\d), 'UTC'\)/g, 'DateTime64($1)');
}

describe('row layouts', () => {
  it.each<[string, Table, RowLayout]>([
    ['logs', LOGS, LOG_ROW],
    ['spans', SPANS, SPAN_ROW],
    ['samples', SAMPLES, SAMPLE_ROW],
    ['native_histograms', NATIVE_HISTOGRAMS, HISTOGRAM_ROW],
    ['exemplars', EXEMPLARS, EXEMPLAR_ROW],
    ['log_streams', LOG_STREAMS, STREAM_ROW],
    ['resources', RESOURCES, RESOURCE_ROW],
    ['metric_series', METRIC_SERIES, SERIES_ROW],
  ])('%s: every stored column, in the type of the table', (name, table, layout) => {
    expect(table.name).toBe(name);
    const stored = table.columns
      .filter((c) => c.expression === undefined || c.expression.kind === 'DEFAULT')
      .map((c) => [c.name, wireType(c.type)]);
    expect(Object.fromEntries(layout)).toEqual(Object.fromEntries(stored));
  });
});
