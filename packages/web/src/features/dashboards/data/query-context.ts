import { type RangeMs } from '../../time-range/range.js';
import { type SourceNames } from '../model/source-kind.js';
import { type Scope } from '../variables/scope.js';

/** What a panel's queries are asked with. */
export interface QueryContext {
  readonly range: RangeMs;
  /** Seconds. */
  readonly step: number;
  /** Variables of the dashboard and the built-in ones of this panel. */
  readonly scope: Scope;
  readonly sources: SourceNames;
  readonly signal: AbortSignal;
}

/** Both ends on multiples of the step, so that a refresh moves the newest point and leaves the others. Unix seconds. */
export function gridOf({ range, step }: Pick<QueryContext, 'range' | 'step'>): {
  start: number;
  end: number;
  step: number;
} {
  return {
    start: Math.floor(range.start / 1_000 / step) * step,
    end: Math.floor(range.end / 1_000 / step) * step,
    step,
  };
}
