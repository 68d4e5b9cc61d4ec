import { type ServiceRow } from '../../api/services.js';

export interface Stopped {
  readonly service: string;
  readonly signal: 'logs' | 'traces' | 'metrics';
  /** Unix milliseconds of its last record. */
  readonly at: number;
}

/** Exports come every minute by default; three of them missing are no hiccup. */
export const SILENT_MS = 300_000;

/** Signals that came within the last day and then no more, the newest end first. */
export function stoppedSignals(services: readonly ServiceRow[], nowMs: number): readonly Stopped[] {
  return services
    .flatMap(({ name, lastSeen }) =>
      (['logs', 'traces', 'metrics'] as const).flatMap((signal) => {
        const at = lastSeen[signal];
        return at !== undefined && nowMs - at > SILENT_MS ? [{ service: name, signal, at }] : [];
      }),
    )
    .sort((a, b) => b.at - a.at);
}
