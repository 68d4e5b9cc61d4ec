import { createHash } from 'node:crypto';

/**
 * One step of the schema. Once released it never changes: a changed catalog needs a new migration.
 * Every statement can run again after a crash half way (`IF NOT EXISTS` and the like).
 */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/** Of the statements; stored with the migration, so a folder made by other statements is noticed. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements.join(';\n')).digest('hex').slice(0, 16);
}
