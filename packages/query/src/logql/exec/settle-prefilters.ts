import { ok, type Result } from '@bongsu/model';
import type { QueryFailure, Window } from '../../lang/index.js';
import type { LogPlan, PrefilterNode } from '../plan/nodes.js';
import { anyAttributeGives } from './attribute-names.js';
import { anyResourceHas } from './resource-names.js';
import type { StreamSet } from './stream-set.js';

/**
 * The plan for lines of a window, its prefilters without the attributes, resources and streams that could give none of
 * their labels: most filters are of labels that only the line has, and reading keys once is cheaper than comparing every
 * value.
 */
export async function settlePrefilters(
  plan: LogPlan,
  streams: StreamSet,
  window: Window,
  signal: AbortSignal | undefined,
): Promise<Result<LogPlan, QueryFailure>> {
  const prefilters: PrefilterNode[] = [];
  for (const node of plan.prefilters) {
    const names = givenNames(node);
    const [attributes, resources] = await Promise.all([
      anyAttributeGives(streams, window, names, signal),
      streams.mayMatter(names)
        ? ok(true)
        : anyResourceHas({ ...streams.scope, ...window }, names, streams.runner, signal),
    ]);
    if (!attributes.ok) return attributes;
    if (!resources.ok) return resources;
    prefilters.push({ ...node, attributes: attributes.value, shared: resources.value });
  }
  return ok({ ...plan, prefilters });
}

/** Names by which an attribute gives what the prefilter looks at: what the stream has as well goes by a longer one. */
export function givenNames({ names }: PrefilterNode): readonly string[] {
  return [...new Set(names.flatMap((name) => [name, name.replace(/_extracted$/, '')]))];
}

/** The plan for lines of which no attribute gives any of its prefilters' labels. */
export function withoutAttributes(plan: LogPlan): LogPlan {
  return { ...plan, prefilters: plan.prefilters.map((node) => ({ ...node, attributes: false })) };
}

/** The plan for lines whose streams and resources are known to give no label of the names. */
export function withoutShared(plan: LogPlan, names: readonly string[]): LogPlan {
  const settled = (node: PrefilterNode): boolean => givenNames(node).every((name) => names.includes(name));
  return { ...plan, prefilters: plan.prefilters.map((node) => (settled(node) ? { ...node, shared: false } : node)) };
}
