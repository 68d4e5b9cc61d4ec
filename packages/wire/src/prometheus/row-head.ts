import { RowWriter, type Tenant } from '@bongsu/model';

/** The columns `tenant` and `metric`, with which every metric row begins. */
export function rowHead(tenant: Tenant, metric: string): Uint8Array {
  const writer = new RowWriter(64);
  writer.text(tenant);
  writer.text(metric);
  return writer.view();
}
