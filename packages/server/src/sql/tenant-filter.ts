import type { Tenant } from '@bongsu/model';
import { TABLES } from '@bongsu/query/sql';

/** Has tenants too, but is no table of the catalog: what is kept of deletions. */
const DELETIONS = 'log_deletions';

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** The setting `additional_table_filters` by which a statement sees the rows of one tenant in every table. */
export function tenantFilter(tenant: Tenant, database: string): string {
  const condition = quote(`tenant = ${quote(tenant)}`);
  const tables = [...TABLES.map(({ name }) => name), DELETIONS];
  return `{${tables.map((table) => `${quote(`${database}.${table}`)}: ${condition}`).join(', ')}}`;
}
