import { durationMs, type DurationMs } from '@bongsu/model';
import type { YamlMap } from '../../../config/yaml-node.js';
import { readDuration } from '../../config/duration.js';
import { readHttpClient, type HttpClientConfig } from '../../config/http-client-config.js';

export interface DockerDiscoveryConfig {
  readonly kind: 'docker';
  /** `unix:///var/run/docker.sock`, `tcp://host:2375` or an http(s) URL. */
  readonly host: string;
  /** Of containers that expose none. */
  readonly port: number;
  readonly hostNetworkingHost: string;
  readonly matchFirstNetwork: boolean;
  readonly filters: readonly (readonly [name: string, values: readonly string[]])[];
  readonly refresh: DurationMs;
  readonly client: HttpClientConfig;
}

export function readDockerDiscovery(entry: YamlMap, folder: string): DockerDiscoveryConfig {
  const host = entry.take('host');
  if (host === undefined) entry.error('docker_sd_configs needs a host such as unix:///var/run/docker.sock');
  else if (!/^(unix|tcp|https?):\/\//.test(host.text())) {
    host.error('must begin with unix://, tcp://, http:// or https://');
  }
  return {
    kind: 'docker',
    host: host?.text() ?? '',
    port: entry.take('port')?.integer() ?? 80,
    hostNetworkingHost: entry.take('host_networking_host')?.text() ?? 'localhost',
    matchFirstNetwork: entry.take('match_first_network')?.boolean() ?? true,
    filters: (entry.take('filters')?.list() ?? []).map((node) => {
      const filter = node.map();
      const name = filter?.take('name')?.text() ?? '';
      const values = (filter?.take('values')?.list() ?? []).map((value) => value.text());
      filter?.finish();
      return [name, values] as const;
    }),
    refresh: readDuration(entry.take('refresh_interval'), durationMs(60_000)),
    client: readHttpClient(entry, folder),
  };
}
