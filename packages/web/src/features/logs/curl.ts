/** One argument of a POSIX shell. */
function argument(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command that asks the server the same.
 * @param base of the API, with its slash.
 * @param range Unix nanoseconds, start inclusive, end exclusive.
 */
export function curlOf(
  base: string,
  query: string,
  range: { readonly start: bigint; readonly end: bigint },
  limit: number,
): string {
  const params = [`query=${query}`, `start=${range.start}`, `end=${range.end}`, `limit=${limit}`];
  return [
    `curl -G ${argument(`${base}loki/api/v1/query_range`)}`,
    ...params.map((param) => `--data-urlencode ${argument(param)}`),
  ].join(' \\\n  ');
}
