import { nanos, type Nanos, type Tenant } from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';
import { storeLines } from '../testkit/log-data.js';
import type { Load } from './script.js';

/** The beginning of time of every script, 2026-01-01T00:00:00Z: a multiple of every step a script has. */
const BEGINNING = 1_767_225_600_000;

export const timeOf = (ms: number): Nanos => nanos(BigInt(Math.round((BEGINNING + ms) * 1000)) * 1000n);
export const millisOf = (ms: number): number => BEGINNING + ms;

/** Stores the lines of a `load`, in the order they stand there. */
export async function loadLines(load: Load, tenant: Tenant, engine: TestEngine, from: number): Promise<void> {
  await storeLines(
    engine,
    load.lines.map(({ labels, line, at, metadata }, i) => ({
      tenant,
      labels,
      line,
      ts: timeOf(at),
      seq: from + i,
      // As the receivers do: the level has a column of its own, and none where its discovery is off.
      detectedLevel: metadata['detected_level'] ?? '',
      attributes: Object.entries(metadata)
        .filter(([key]) => key !== 'detected_level')
        .map(([key, value]) => ({ key, value, type: 's' })),
    })),
  );
}
