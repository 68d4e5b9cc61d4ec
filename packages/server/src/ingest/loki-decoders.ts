import type { Clock, Limit, Sequence, Tenant } from '@bongsu/model';
import { PushDecoder, type PushLimits } from '@bongsu/wire/loki-push';
import type { Config } from '../config/schema.js';
import { TenantRates } from '../limits/tenant-rates.js';

type LokiLimits = Config['limits']['loki'];

const limit = (name: keyof LokiLimits, value: number, unit: string): Limit => ({
  key: `limits.loki.${name}`,
  value,
  unit,
});

function pushLimits(limits: LokiLimits): PushLimits {
  const { streamRate, streamBurst } = limits;
  return {
    lineBytes: limit('lineBytes', limits.lineBytes, 'bytes'),
    labels: limit('labels', limits.labels, 'labels'),
    labelNameBytes: limit('labelNameBytes', limits.labelNameBytes, 'bytes'),
    labelValueBytes: limit('labelValueBytes', limits.labelValueBytes, 'bytes'),
    metadataBytes: limit('metadataBytes', limits.metadataBytes, 'bytes'),
    metadataEntries: limit('metadataEntries', limits.metadataEntries, 'entries'),
    ...(streamRate === 'off'
      ? {}
      : {
          streamRate: limit('streamRate', streamRate, 'bytes a second'),
          streamBurst: limit('streamBurst', streamBurst, 'bytes'),
        }),
  };
}

/** Whether levels are found for lines of a tenant. */
export const discoversLevels = (loki: Config['loki'], tenant: Tenant): boolean =>
  loki.discoverLogLevels && !loki.plainTenants.includes(tenant);

/** One decoder for tenants that are sent as they are and one for all others: both remember streams. */
export function createPushDecoders(config: Config, sequence: Sequence): (tenant: Tenant) => PushDecoder {
  const limits = pushLimits(config.limits.loki);
  const { discoverServiceName, discoverLogLevels, plainTenants } = config.loki;
  const usual = new PushDecoder({ sequence, limits, discoverServiceName, discoverLevels: discoverLogLevels });
  const plain = new PushDecoder({ sequence, limits, discoverServiceName: false, discoverLevels: false });
  return (tenant) => (plainTenants.includes(tenant) ? plain : usual);
}

/** Undefined when `limits.loki.ingestionRate` is off. */
export function createTenantRates(
  { ingestionRate, ingestionBurst }: LokiLimits,
  clock: Clock,
): TenantRates | undefined {
  if (ingestionRate === 'off') return undefined;
  return new TenantRates(
    limit('ingestionRate', ingestionRate, 'bytes a second'),
    limit('ingestionBurst', ingestionBurst, 'bytes'),
    clock,
  );
}
