import type { Labels } from '@bongsu/model';

/** Targets from one source, before relabelling. Each target has `__address__`; `labels` are added to all of them. */
export interface TargetGroup {
  readonly source: string;
  readonly targets: readonly Labels[];
  readonly labels: Labels;
}

/** A mechanism that keeps finding targets. */
export interface Discovery {
  /**
   * Reports all groups whenever they may have changed, until `signal` aborts. What cannot be read goes to `failed` in a
   * sentence, and the groups reported last stay in force.
   */
  run(report: (groups: readonly TargetGroup[]) => void, failed: (reason: string) => void, signal: AbortSignal): void;
}
