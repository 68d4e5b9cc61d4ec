import type { YamlMap } from '../../config/yaml-node.js';
import { readDnsDiscovery, type DnsDiscoveryConfig } from './dns/dns-config.js';
import { readDockerDiscovery, type DockerDiscoveryConfig } from './docker/docker-config.js';
import { readFileDiscovery, type FileDiscoveryConfig } from './file/file-config.js';
import { readHttpDiscovery, type HttpDiscoveryConfig } from './http/http-config.js';
import { readKubernetesDiscovery, type KubernetesDiscoveryConfig } from './kubernetes/kubernetes-config.js';
import { readStaticGroup, type StaticDiscoveryConfig } from './static/static-config.js';

export type DiscoveryConfig =
  | StaticDiscoveryConfig
  | FileDiscoveryConfig
  | HttpDiscoveryConfig
  | DnsDiscoveryConfig
  | DockerDiscoveryConfig
  | KubernetesDiscoveryConfig;

/** By the names of Prometheus. */
export const DISCOVERY_PROVIDERS: readonly DiscoveryConfig['kind'][] = [
  'dns',
  'docker',
  'file',
  'http',
  'kubernetes',
  'static',
];

/** Mechanisms of Prometheus that Bongsu does not have. */
const UNSUPPORTED =
  'aws azure consul digitalocean dockerswarm ec2 eureka gce hetzner ionos kuma lightsail linode marathon nerve nomad ' +
  'openstack ovhcloud puppetdb scaleway serverset stackit triton uyuni vultr';

/** Takes every `*_sd_configs` and `static_configs` out of a job. */
export function readDiscoveries(map: YamlMap, folder: string): readonly DiscoveryConfig[] {
  const each = <T>(key: string, read: (entry: YamlMap) => T): T[] =>
    (map.take(key)?.list() ?? []).flatMap((node) => {
      if (node.isNull) node.error(`empty or null section in ${key}`);
      const entry = node.isNull ? undefined : node.map();
      if (entry === undefined) return [];
      const value = read(entry);
      entry.finish();
      return [value];
    });
  const groups = each('static_configs', readStaticGroup);
  const found: DiscoveryConfig[] = [
    ...(groups.length === 0 ? [] : [{ kind: 'static' as const, groups }]),
    ...each('file_sd_configs', (entry) => readFileDiscovery(entry, folder)),
    ...each('http_sd_configs', (entry) => readHttpDiscovery(entry, folder)),
    ...each('dns_sd_configs', readDnsDiscovery),
    ...each('docker_sd_configs', (entry) => readDockerDiscovery(entry, folder)),
    ...each('kubernetes_sd_configs', (entry) => readKubernetesDiscovery(entry, folder)),
  ];
  map.refuse(
    Object.fromEntries(
      UNSUPPORTED.split(' ').map((name) => [
        `${name}_sd_configs`,
        'list the targets with file_sd_configs or http_sd_configs instead',
      ]),
    ),
  );
  return found;
}
