export type { Matcher, MatchOp } from './matcher.js';
export type { QueryFailure, SqlRunner } from './sql-runner.js';
