import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '@bongsu/model';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.js';
import { must, openTemporary, rowsOf } from '../../engine/temporary-store.testkit.js';
import { migrate } from '../migrate.js';
import type { Migration } from './migration.js';
import { MIGRATIONS } from './migrations.js';

export interface OlderFolder {
  command(sql: string): Promise<void>;
  rows(sql: string): Promise<unknown[][]>;
  /** Brings the schema to that number; to this version's when it is not given. */
  migrate(schema?: number): Promise<void>;
  /** Cuts the migration off after each of its statements in turn, runs it again from the beginning, and looks. */
  cutOffAnywhere(migration: Migration, look: () => Promise<void>): Promise<void>;
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
  return {
    command,
    rows: (sql) => rowsOf(engine, sql),
    migrate: async (schema) => {
      must(await migrate({ engine, clock: systemClock(), migrations: MIGRATIONS.slice(0, schema) }));
    },
    cutOffAnywhere: async ({ statements }, look) => {
      for (let done = 0; done <= statements.length; done++) {
        for (const sql of [...statements.slice(0, done), ...statements]) await command(sql);
        await look();
      }
    },
  };
}
