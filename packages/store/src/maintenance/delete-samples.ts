import { err, ok, type Millis, type Result, type Tenant } from '@bongsu/model';
import {
  and,
  call,
  col,
  EXEMPLARS,
  infix,
  lit,
  NATIVE_HISTOGRAMS,
  param,
  printDelete,
  printName,
  SAMPLES,
  type Expr,
} from '@bongsu/query/sql';
import type { Engine, EngineError } from '../engine/engine.js';

const TABLES = [SAMPLES, NATIVE_HISTOGRAMS, EXEMPLARS];
/** Series of one statement: a fingerprint takes up to 22 bytes of its text. */
const AT_ONCE = 10_000;

export interface DeletedSamples {
  readonly tenant: Tenant;
  readonly fingerprints: readonly bigint[];
  /** Inclusive, both; within what the engine's times hold. */
  readonly start: Millis;
  readonly end: Millis;
}

const instant = (ms: Millis): Expr => call('fromUnixTimestamp64Milli', param('Int64', Math.floor(ms)), lit('UTC'));

/**
 * Deletes samples, native histograms and exemplars of series. They are gone for readers when this resolves; their
 * bytes go with the next merges, or with {@link purgeDeleted}.
 */
export async function deleteSamples(engine: Engine, what: DeletedSamples): Promise<Result<void, EngineError>> {
  const { tenant, fingerprints, start, end } = what;
  for (let from = 0; from < fingerprints.length; from += AT_ONCE) {
    const where = and([
      infix(col('tenant'), '=', param('String', tenant)),
      infix(col('fingerprint'), 'IN', param('Array(UInt64)', fingerprints.slice(from, from + AT_ONCE))),
      infix(col('ts'), '>=', instant(start)),
      infix(col('ts'), '<=', instant(end)),
    ])!;
    for (const { name } of TABLES) {
      const done = await engine.command(printDelete(name, where));
      if (!done.ok) return err(done.error);
    }
  }
  return ok(undefined);
}

/** Frees the bytes of deleted samples at once. */
export async function purgeDeleted(engine: Engine): Promise<Result<void, EngineError>> {
  for (const { name } of TABLES) {
    const done = await engine.command(`ALTER TABLE ${printName(name)} APPLY DELETED MASK SETTINGS mutations_sync = 1`);
    if (!done.ok) return err(done.error);
  }
  return ok(undefined);
}
