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
