import type { YamlMap } from '../../../config/yaml-node.js';
import type { Discovery, TargetGroup } from '../discovery.js';
import { textLabels } from '../target-list.js';

export interface StaticDiscoveryConfig {
  readonly kind: 'static';
  readonly groups: readonly TargetGroup[];
}

/** One entry of `static_configs`. */
export function readStaticGroup(entry: YamlMap): TargetGroup {
  const targets = (entry.take('targets')?.list() ?? []).map((target) => {
    const address = target.text();
    if (address.includes('/')) target.error(`${JSON.stringify(address)} is not a valid hostname`);
    return { __address__: address };
  });
  const labels = textLabels(entry.take('labels')?.map()?.takeAll() ?? []);
  return { source: entry.path, targets, labels };
}

export function staticDiscovery({ groups }: StaticDiscoveryConfig): Discovery {
  return { run: (report) => report(groups) };
}
