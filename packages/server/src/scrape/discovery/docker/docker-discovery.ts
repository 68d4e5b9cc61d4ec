import { durationMs, err, ok, type Labels, type Result } from '@bongsu/model';
import * as v from 'valibot';
import { httpGet } from '../../http/http-get.js';
import type { Discovery } from '../discovery.js';
import { refreshing, type Refreshed } from '../refresh.js';
import { sanitizedLabel } from '../target-list.js';
import type { DockerDiscoveryConfig } from './docker-config.js';

const MAX_BYTES = 64 * 1024 * 1024;
const nullable = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema));

/** What of `GET /containers/json` and `GET /networks` is read. */
const CONTAINERS = v.array(
  v.object({
    Id: v.string(),
    Names: nullable(v.array(v.string())),
    Image: v.optional(v.string(), ''),
    ImageID: v.optional(v.string(), ''),
    Labels: nullable(v.record(v.string(), v.string())),
    Ports: nullable(
      v.array(
        v.object({
          IP: v.optional(v.string(), ''),
          PrivatePort: v.number(),
          PublicPort: v.optional(v.number(), 0),
          Type: v.optional(v.string(), 'tcp'),
        }),
      ),
    ),
    HostConfig: v.optional(v.object({ NetworkMode: v.optional(v.string(), '') }), { NetworkMode: '' }),
    NetworkSettings: v.optional(
      v.object({
        Networks: nullable(
          v.record(
            v.string(),
            v.object({ NetworkID: v.optional(v.string(), ''), IPAddress: v.optional(v.string(), '') }),
          ),
        ),
      }),
    ),
  }),
);
const NETWORKS = v.array(
  v.object({
    Id: v.string(),
    Name: v.string(),
    Scope: v.optional(v.string(), ''),
    Internal: v.optional(v.boolean(), false),
    Ingress: v.optional(v.boolean(), false),
    Labels: nullable(v.record(v.string(), v.string())),
  }),
);

export type Container = v.InferOutput<typeof CONTAINERS>[number];
export type Network = v.InferOutput<typeof NETWORKS>[number];

/** `docker_sd_configs`: a target for each container, TCP port and network. */
export function dockerDiscovery(config: DockerDiscoveryConfig): Discovery {
  return refreshing(config.refresh, async (signal): Promise<Result<Refreshed, string>> => {
    const filters = Object.fromEntries(config.filters);
    const query = config.filters.length === 0 ? '' : `?filters=${encodeURIComponent(JSON.stringify(filters))}`;
    const containers = await ask(config, `/containers/json${query}`, CONTAINERS, signal);
    if (!containers.ok) return containers;
    const networks = await ask(config, '/networks', NETWORKS, signal);
    if (!networks.ok) return networks;
    const targets = containers.value.flatMap((one) => containerTargets(one, networks.value, config));
    return ok({ groups: [{ source: config.host, targets, labels: {} }] });
  });
}

async function ask<S extends v.GenericSchema>(
  config: DockerDiscoveryConfig,
  path: string,
  schema: S,
  signal: AbortSignal,
): Promise<Result<v.InferOutput<S>, string>> {
  const socket = /^unix:\/\/(.*)$/.exec(config.host)?.[1];
  const base = socket === undefined ? config.host.replace(/^tcp:/, 'http:') : 'http://docker';
  const got = await httpGet(new URL(path, base), {
    client: config.client,
    headers: { accept: 'application/json', 'user-agent': 'Bongsu' },
    timeout: durationMs(Math.max(1000, config.refresh)),
    maxBytes: MAX_BYTES,
    signal,
    ...(socket === undefined ? {} : { socketPath: socket }),
  });
  if (!got.ok) return err(`${config.host}: ${got.error.message}`);
  if (got.value.status !== 200) return err(`${config.host}${path}: status ${got.value.status}`);
  let value: unknown;
  try {
    value = JSON.parse(got.value.body.toString('utf8'));
  } catch (error) {
    return err(`${config.host}${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = v.safeParse(schema, value);
  return parsed.success ? ok(parsed.output) : err(`${config.host}${path}: ${parsed.issues[0].message}`);
}

/** The targets of one container (discovery/moby/docker.go). */
export function containerTargets(
  container: Container,
  networks: readonly Network[],
  config: Pick<DockerDiscoveryConfig, 'port' | 'hostNetworkingHost' | 'matchFirstNetwork'>,
): readonly Labels[] {
  const names = container.Names ?? [];
  const common: Record<string, string> = {
    __meta_docker_container_id: container.Id,
    __meta_docker_container_name: names[0] ?? '',
    __meta_docker_container_image: container.Image,
    __meta_docker_container_image_id: container.ImageID,
    __meta_docker_container_network_mode: container.HostConfig.NetworkMode,
  };
  for (const [name, value] of Object.entries(container.Labels ?? {})) {
    common[`__meta_docker_container_label_${sanitizedLabel(name)}`] = value;
  }
  let attached = Object.entries(container.NetworkSettings?.Networks ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (config.matchFirstNetwork) attached = attached.slice(0, 1);
  return attached.flatMap(([, { NetworkID, IPAddress }]) => {
    const network = networkLabels(networks.find(({ Id }) => Id === NetworkID));
    const ports = (container.Ports ?? []).filter(({ Type }) => Type === 'tcp');
    const labels = { ...common, ...network, __meta_docker_network_ip: IPAddress };
    if (ports.length === 0) {
      const onHost = container.HostConfig.NetworkMode === 'host';
      return [{ ...labels, __address__: onHost ? config.hostNetworkingHost : `${IPAddress}:${config.port}` }];
    }
    return ports.map(({ IP, PrivatePort, PublicPort }) => ({
      ...labels,
      __meta_docker_port_private: String(PrivatePort),
      ...(PublicPort === 0 ? {} : { __meta_docker_port_public: String(PublicPort), __meta_docker_port_public_ip: IP }),
      __address__: `${IPAddress}:${PrivatePort}`,
    }));
  });
}

function networkLabels(network: Network | undefined): Labels {
  if (network === undefined) return {};
  const labels: Record<string, string> = {
    __meta_docker_network_id: network.Id,
    __meta_docker_network_name: network.Name,
    __meta_docker_network_internal: String(network.Internal),
    __meta_docker_network_ingress: String(network.Ingress),
    __meta_docker_network_scope: network.Scope,
  };
  for (const [name, value] of Object.entries(network.Labels ?? {})) {
    labels[`__meta_docker_network_label_${sanitizedLabel(name)}`] = value;
  }
  return labels;
}
