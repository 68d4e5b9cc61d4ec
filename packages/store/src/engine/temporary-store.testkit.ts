import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationMs, millis, nanos, type Clock, type Millis, type Result } from '@bongsu/model';
import type { Parameter } from '@bongsu/query/sql';
import { migrate } from '../schema/migrate.js';
import { openEmbedded, type EmbeddedEngine, type EmbeddedOptions } from './embedded/embedded-engine.js';
import type { Engine, QueryOptions } from './engine.js';

export const GENEROUS: QueryOptions = { limits: { time: durationMs(60_000), memoryBytes: 2_000_000_000 } };

/** The value, or a failure of the test that shows the error. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'bongsu-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A fresh folder with an open engine, with the schema unless `bare`. */
export async function openTemporary(
  options: Partial<EmbeddedOptions> & { readonly bare?: boolean } = {},
): Promise<{ readonly engine: EmbeddedEngine; readonly close: () => Promise<void> }> {
  const folder = temporaryFolder();
  const engine = must(await openEmbedded({ folder: folder.path, sessions: 7, ...options }));
  if (!options.bare) must(await migrate({ engine, clock: clockAt(Date.now()) }));
  return {
    engine,
    close: async () => {
      await engine.close();
      folder.remove();
    },
  };
}

/** A clock whose wall time stands still; lengths are measured as ever. */
export function clockAt(ms: number): Clock & { set(ms: number): void } {
  let now: Millis = millis(ms);
  return {
    now: () => now,
    nowNanos: () => nanos(BigInt(now) * 1_000_000n),
    monotonic: () => performance.now(),
    set: (next) => (now = millis(next)),
  };
}

/** Rows of a statement as JSON arrays: 64-bit integers are texts. */
export async function rowsOf(engine: Engine, sql: string, params: readonly Parameter[] = []): Promise<unknown[][]> {
  const bytes = must(await engine.query({ sql, params }, 'JSONCompactEachRow', GENEROUS));
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown[]);
}
