import { type RangeSearch, type TimeRange } from '../time-range/search.js';
import { type Level } from './level.js';
import { type LogsSearch } from './logs-search.js';

export interface LineResultProps {
  readonly query: string;
  /** Counts how often the same query was run again. */
  readonly round: number;
  readonly hidden: readonly Level[];
  readonly columns: readonly string[];
  readonly wrap: boolean;
  readonly newestFirst: boolean;
  readonly live: boolean;
  readonly patterns: boolean;
  readonly openId: string | undefined;
  readonly range: TimeRange;
  readonly onQuery: (query: string) => void;
  readonly onZoom: (start: number, end: number) => void;
  readonly onRange: (range: RangeSearch) => void;
  readonly onUpdate: (next: { [K in keyof LogsSearch]?: LogsSearch[K] | undefined }, replace?: boolean) => void;
  readonly onProblem: (problem: { readonly query: string; readonly message: string } | undefined) => void;
}
