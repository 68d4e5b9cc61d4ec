import { err, ok, type Labels, type Result } from '@bongsu/model';
import type { Resolver } from 'node:dns/promises';
import type { Discovery, TargetGroup } from '../discovery.js';
import { refreshing, type Refreshed } from '../refresh.js';
import type { DnsDiscoveryConfig } from './dns-config.js';

/** `dns_sd_configs`: the records of names, asked for again and again; a name that cannot be resolved keeps its targets. */
export function dnsDiscovery(config: DnsDiscoveryConfig, resolver: Resolver): Discovery {
  const known = new Map<string, TargetGroup>();
  return refreshing(config.refresh, () => look(config, resolver, known));
}

async function look(
  config: DnsDiscoveryConfig,
  resolver: Resolver,
  known: Map<string, TargetGroup>,
): Promise<Result<Refreshed, string>> {
  const problems: string[] = [];
  await Promise.all(
    config.names.map(async (name) => {
      try {
        const targets = await records(config, resolver, name);
        known.set(name, { source: name, targets, labels: { __meta_dns_name: name } });
      } catch (error) {
        // No such name is an answer: it has no targets.
        if (isAbsence(error)) known.set(name, { source: name, targets: [], labels: {} });
        else problems.push(`could not resolve ${JSON.stringify(name)}: ${String(error)}`);
      }
    }),
  );
  if (problems.length === config.names.length) return err(problems.join('; '));
  return ok({ groups: config.names.flatMap((name) => known.get(name) ?? []), problems });
}

const isAbsence = (error: unknown): boolean =>
  ['ENOTFOUND', 'ENODATA'].includes((error as NodeJS.ErrnoException).code ?? '');

async function records(config: DnsDiscoveryConfig, resolver: Resolver, name: string): Promise<readonly Labels[]> {
  const at = (host: string, port: number, more: Labels = {}): Labels => ({
    __address__: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    ...more,
  });
  switch (config.type) {
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(({ name: target, port }) =>
        at(withoutDot(target), port, {
          __meta_dns_srv_record_target: `${withoutDot(target)}.`,
          __meta_dns_srv_record_port: String(port),
        }),
      );
    case 'A':
      return (await resolver.resolve4(name)).map((address) => at(address, config.port));
    case 'AAAA':
      return (await resolver.resolve6(name)).map((address) => at(address, config.port));
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ exchange }) =>
        at(withoutDot(exchange), config.port, { __meta_dns_mx_record_target: `${withoutDot(exchange)}.` }),
      );
    case 'NS':
      return (await resolver.resolveNs(name)).map((target) =>
        at(withoutDot(target), config.port, { __meta_dns_ns_record_target: `${withoutDot(target)}.` }),
      );
  }
}

const withoutDot = (name: string): string => (name.endsWith('.') ? name.slice(0, -1) : name);
