import { ok, type Result } from '@bongsu/model';
import type { TagScope } from '@bongsu/query/traceql';
import type { Failure } from '../../errors/failure.js';
import { badParameter } from './tempo-params.js';

const SCOPES: readonly TagScope[] = ['span', 'resource', 'event', 'link', 'instrumentation', 'intrinsic'];

/** The scope that tag names are asked of; none for all of them. */
export function scopeOf(text: string): Result<{ readonly scope?: TagScope }, Failure> {
  if (text === '' || text === 'none') return ok({});
  const scope = SCOPES.find((each) => each === text);
  return scope === undefined ? badParameter(`invalid scope: ${text}`) : ok({ scope });
}
