import { ok, type Result } from '@bongsu/model';
import type { QueryFailure, Window } from '../../lang/index.js';
import type { LogPlan, PrefilterNode } from '../plan/nodes.js';
import { anyAttributeGives } from './attribute-names.js';
import type { StreamSet } from './stream-set.js';

/**
 * The plan for lines of a window, its prefilters without the attributes where none of them could give a label: most
 * filters are of labels that attributes never have, and reading keys once is cheaper than comparing every value.
 */
export async function settlePrefilters(
  plan: LogPlan,
  streams: StreamSet,
  window: Window,
  signal: AbortSignal | undefined,
): Promise<Result<LogPlan, QueryFailure>> {
  const prefilters: PrefilterNode[] = [];
  for (const node of plan.prefilters) {
    // What the stream has as well goes by a longer name.
    const names = node.names.flatMap((name) => [name, name.replace(/_extracted$/, '')]);
    const gives = await anyAttributeGives(streams, window, [...new Set(names)], signal);
    if (!gives.ok) return gives;
    prefilters.push(gives.value ? node : { ...node, attributes: false });
  }
  return ok({ ...plan, prefilters });
}
