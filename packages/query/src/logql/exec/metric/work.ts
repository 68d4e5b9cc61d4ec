/** What a query took in, for its statistics. */
export interface QueryWork {
  lines: number;
  bytes: number;
}
