import { durationMs, err, ok, type DurationMs, type Result } from '@bongsu/model';
import type { YamlMap } from '../../../config/yaml-node.js';
import { readDuration } from '../../config/duration.js';

export interface DnsDiscoveryConfig {
  readonly kind: 'dns';
  readonly names: readonly string[];
  readonly type: 'SRV' | 'A' | 'AAAA' | 'MX' | 'NS';
  /** Of targets whose records have none. */
  readonly port: number;
  readonly refresh: DurationMs;
}

const RECORD_TYPES = ['SRV', 'A', 'AAAA', 'MX', 'NS'] as const;

/** In any case. */
function recordType(text: string): Result<DnsDiscoveryConfig['type'], string> {
  const type = RECORD_TYPES.find((each) => each === text.toUpperCase());
  return type === undefined ? err(`${JSON.stringify(text)} is not one of ${RECORD_TYPES.join(', ')}`) : ok(type);
}

export function readDnsDiscovery(entry: YamlMap): DnsDiscoveryConfig {
  const names = (entry.take('names')?.list() ?? []).map((name) => name.text());
  const type = entry.take('type')?.parsed(recordType, 'SRV') ?? 'SRV';
  const port = entry.take('port');
  const number = port?.integer() ?? 0;
  if (names.length === 0) entry.error('DNS-SD config must contain at least one SRV record name');
  if (type !== 'SRV' && number === 0)
    entry.error('a port is required in DNS-SD configs for all record types except SRV');
  return {
    kind: 'dns',
    names,
    type,
    port: number,
    refresh: readDuration(entry.take('refresh_interval'), durationMs(30_000)),
  };
}
