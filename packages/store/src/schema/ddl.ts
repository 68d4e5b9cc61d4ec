import { printName, type Column, type MaterializedView, type SkipIndex, type Table } from '@bongsu/query/sql';
import { printSettings, type Settings } from '../engine/insert-statement.js';

/** Settings that make an answered insert durable and a repeated one harmless. A table's own come on top. */
const DURABLE: Settings = {
  fsync_after_insert: 1,
  fsync_part_directory: 1,
  // Tokens of the newest inserts; a retry follows its first attempt within seconds.
  non_replicated_deduplication_window: 1000,
};

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function columnDefinition(column: Column): string {
  const parts = [printName(column.name), column.type];
  if (column.expression) parts.push(`${column.expression.kind} ${column.expression.sql}`);
  parts.push(`COMMENT ${quote(column.comment)}`);
  if (column.codec) parts.push(`CODEC(${column.codec})`);
  if (column.settings) parts.push(`SETTINGS (${printSettings(column.settings)})`);
  return parts.join(' ');
}

const indexDefinition = (index: SkipIndex): string =>
  `INDEX ${printName(index.name)} ${index.expression} TYPE ${index.type} GRANULARITY ${index.granularity}`;

/** The statement that makes `table` in the default database unless it is there. */
export function createTable(table: Table): string {
  const body = [...table.columns.map(columnDefinition), ...(table.indexes ?? []).map(indexDefinition)];
  const parts = [
    `CREATE TABLE IF NOT EXISTS ${printName(table.name)} (\n  ${body.join(',\n  ')}\n)`,
    `ENGINE = ${table.engine}`,
    `PARTITION BY ${table.partitionBy}`,
    ...(table.primaryKey ? [`PRIMARY KEY (${table.primaryKey.join(', ')})`] : []),
    `ORDER BY (${table.orderBy.join(', ')})`,
    `SETTINGS ${printSettings({ ...DURABLE, ...table.settings })}`,
    `COMMENT ${quote(table.comment)}`,
  ];
  return parts.join('\n');
}

/** The statement that makes `view` in the default database unless it is there. Its tables must be there. */
export function createView(view: MaterializedView): string {
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${printName(view.name)} TO ${printName(view.into)} AS\n${view.select}`;
}
