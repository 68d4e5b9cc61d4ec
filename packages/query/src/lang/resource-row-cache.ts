import type { TypedAttribute } from '@bongsu/model';

/** A resource with its instrumentation scope, as logs and spans refer to it by fingerprint. */
export interface ResourceRow {
  readonly fingerprint: string;
  readonly service: string;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
  readonly schemaUrl: string;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeAttributes: readonly TypedAttribute[];
  readonly scopeDroppedAttributes: number;
  readonly scopeSchemaUrl: string;
}

/**
 * Remembers resources between queries. A fingerprint is made of all the row says, so what it stands for never
 * changes and is the same for every tenant that holds it.
 */
export class ResourceRowCache {
  readonly #rows = new Map<string, ResourceRow>();

  /** A row takes about 2 KB. */
  constructor(private readonly maxRows = 10_000) {}

  get(fingerprint: string): ResourceRow | undefined {
    return this.#rows.get(fingerprint);
  }

  /** The one that was put first goes first. */
  put(row: ResourceRow): void {
    this.#rows.set(row.fingerprint, row);
    if (this.#rows.size <= this.maxRows) return;
    for (const oldest of this.#rows.keys()) {
      this.#rows.delete(oldest);
      return;
    }
  }
}
