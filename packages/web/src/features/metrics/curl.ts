import { type PromGrid } from '../../api/prom-query-range.js';

/** A word of a shell command. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The command that asks what the page asks. `base` is the address of the server, ending in a slash. */
export function curlCommand(base: string, query: string, grid: PromGrid | undefined, timeS: number): string {
  const path = grid === undefined ? 'api/v1/query' : 'api/v1/query_range';
  const params =
    grid === undefined ? [`time=${timeS}`] : [`start=${grid.start}`, `end=${grid.end}`, `step=${grid.step}`];
  return [
    `curl -sG ${shellQuoted(base + path)}`,
    `--data-urlencode ${shellQuoted(`query=${query}`)}`,
    ...params.map((param) => `-d ${param}`),
  ].join(' ');
}
