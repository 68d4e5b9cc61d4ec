/** A bound on what may be asked of the server. Every limit says its key, so an error can name the remedy. */
export interface Limit {
  /** Dotted configuration key, e.g. `limits.request.maxBytes`. */
  readonly key: string;
  readonly value: number;
  /** What `value` counts: `bytes`, `rows`, `ms`, ... */
  readonly unit: string;
}

/** One sentence that names the limit, what was asked and the key that raises it. */
export function limitExceeded(limit: Limit, asked: number | string): string {
  return `${asked} ${limit.unit} exceeds the limit of ${limit.value} ${limit.unit} (raise ${limit.key})`;
}
