import type { Tenant } from '@bongsu/model';
import { hashBytes } from '../protobuf/hash.js';

/** A different start of the hashes for every tenant and version: what one sends is never taken for another's. */
export function tenantSeed(tenant: Tenant, version: 1 | 2): number {
  const bytes = Buffer.from(tenant);
  return hashBytes(bytes, 0, bytes.length, version);
}
