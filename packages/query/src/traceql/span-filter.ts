import { err, ok, type Result } from '@bongsu/model';
import { understoodSearch, type TraceqlError } from './error.js';
import { visitFields, type Field, type SpansetFilter } from './syntax/index.js';

/** Which spans of a trace are asked for. */
export interface SpanFilter {
  /** A single `{...}`, nothing beside it. Empty and `{}` ask for every span. */
  readonly q: string;
  /** Generations above a span that matches, which stay with it. `Infinity` for all. */
  readonly ancestors: number;
  /** Generations below it, likewise. */
  readonly descendants: number;
}

/** Fields that are not one span's own; a filter of Tempo's trace by id cannot ask for them. */
const OF_TRACE: readonly string[] = [
  'trace:id',
  'rootName',
  'rootServiceName',
  'traceDuration',
  'nestedSetLeft',
  'nestedSetRight',
  'nestedSetParent',
  'span:childCount',
];

/** The condition of a filter; `undefined` when every span passes. */
export function conditionOf({ q }: SpanFilter): Result<SpansetFilter | undefined, TraceqlError> {
  if (q.trim() === '') return ok(undefined);
  const query = understoodSearch(q);
  if (!query.ok) return query;
  const [stage, ...rest] = query.value.stages;
  if (stage?.kind !== 'filter' || rest.length > 0) return refuse('one spanset filter {...} alone is read here');
  const fields: Field[] = [];
  visitFields([stage], (field) => fields.push(field));
  const foreign = fields.find((field) => field.kind === 'intrinsic' && OF_TRACE.includes(field.name));
  if (foreign) return refuse(`${foreign.name} is not a span's own and cannot choose spans of a trace`);
  const { expr } = stage;
  const all = expr.kind === 'static' && expr.literal.type === 'bool' && expr.literal.value;
  return ok(all ? undefined : stage);
}

const refuse = (message: string): Result<never, TraceqlError> =>
  err({ kind: 'parse', message: `invalid TraceQL query: ${message}` });
