import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '@bongsu/model';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.js';
import type { Engine } from '../../engine/engine.js';
import { must, openTemporary, rowsOf } from '../../engine/temporary-store.testkit.js';
import { migrate } from '../migrate.js';
import type { Migration } from './migration.js';
import { MIGRATIONS } from './migrations.js';

export interface OlderFolder {
  command(sql: string): Promise<void>;
  rows(sql: string): Promise<unknown[][]>;
  /** Brings the schema to that number; to this version's when it is not given. */
  migrate(schema?: number): Promise<void>;
  /**
   * Cuts the migration off after each of its statements in turn, runs it again from the beginning, and looks. Each time the
   * folder is empty, then of the schema before, then filled.
   */
  cutOffAnywhere(migration: Migration, fill: () => Promise<void>, look: () => Promise<void>): Promise<void>;
}

/** Drops every table of the default database, views first. */
export async function dropAll(engine: Engine): Promise<void> {
  for (const [name] of await rowsOf(
    engine,
    "SELECT name FROM system.tables WHERE database = 'bongsu' ORDER BY engine = 'MaterializedView' DESC",
  )) {
    must(await engine.command(`DROP TABLE ${name as string} SYNC`));
  }
}

/** An empty folder for the tests of one file. */
export function olderFolder(): OlderFolder {
  let engine: EmbeddedEngine;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ engine, close } = await openTemporary({ bare: true }));
  });
  afterAll(() => close());

  const command = async (sql: string): Promise<void> => must(await engine.command(sql));
  const migrateTo = async (schema?: number): Promise<void> => {
    must(await migrate({ engine, clock: systemClock(), migrations: MIGRATIONS.slice(0, schema) }));
  };
  return {
    command,
    rows: (sql) => rowsOf(engine, sql),
    migrate: migrateTo,
    cutOffAnywhere: async ({ number, statements }, fill, look) => {
      for (let done = 0; done <= statements.length; done++) {
        await dropAll(engine);
        await migrateTo(number - 1);
        await fill();
        for (const sql of [...statements.slice(0, done), ...statements]) await command(sql);
        await look();
      }
    },
  };
}
