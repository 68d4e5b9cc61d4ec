import { ok, type Result } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { LogqlError } from '../error.js';
import { selectedStreams, type VolumeScope } from './selected-streams.js';
import { streamVolumes } from './stream-volumes.js';

/** What a query of the selector would read. */
export interface IndexStats {
  readonly streams: number;
  readonly lines: number;
  readonly bytes: number;
}

/** Counts what a selector takes. */
export async function indexStats(
  scope: VolumeScope,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<IndexStats, LogqlError>> {
  const streams = await selectedStreams(scope, [], runner, signal);
  if (!streams.ok) return streams;
  const volumes = await streamVolumes(streams.value, undefined, signal);
  if (!volumes.ok) return volumes;
  const sum = (key: 'lines' | 'bytes'): number => volumes.value.reduce((all, volume) => all + volume[key], 0);
  return ok({ streams: volumes.value.length, lines: sum('lines'), bytes: sum('bytes') });
}
