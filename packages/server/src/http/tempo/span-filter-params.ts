import { ok, type Result } from '@bongsu/model';
import type { SpanFilter } from '@bongsu/query/traceql';
import type { Failure } from '../../errors/failure.js';
import { parseGoInt } from '../go-number.js';
import { badParameter } from './tempo-params.js';

const UNBOUNDED = -1;

/**
 * `q` of a trace by id, with what stays beside the spans that match it: as many generations below them as `match_depth`
 * says (0 unless given), and with `keep_hierarchy=true` as many above them as `ancestor_depth` says (all unless given,
 * not read otherwise). -1 is all. Without `q` nothing is read.
 */
export function spanFilterOf(params: URLSearchParams): Result<SpanFilter | undefined, Failure> {
  const q = params.get('q') ?? '';
  if (q === '') return ok(undefined);
  const descendants = depth(params, 'match_depth', 0);
  if (!descendants.ok) return descendants;
  const keeps = params.get('keep_hierarchy') ?? '';
  if (!['', 'true', 'false'].includes(keeps)) {
    return badParameter(`invalid keep_hierarchy: ${JSON.stringify(keeps)} is neither true nor false`);
  }
  if (keeps !== 'true') return ok({ q, ancestors: 0, descendants: descendants.value });
  const ancestors = depth(params, 'ancestor_depth', UNBOUNDED);
  return ancestors.ok ? ok({ q, ancestors: ancestors.value, descendants: descendants.value }) : ancestors;
}

function depth(params: URLSearchParams, name: string, fallback: number): Result<number, Failure> {
  const text = params.get(name) ?? '';
  const value = text === '' ? ok(fallback) : parseGoInt(text);
  if (!value.ok) return badParameter(`invalid ${name}: ${value.error}`);
  if (value.value < UNBOUNDED) return badParameter(`invalid ${name}: must be -1, 0 or more`);
  return ok(value.value === UNBOUNDED ? Infinity : value.value);
}
