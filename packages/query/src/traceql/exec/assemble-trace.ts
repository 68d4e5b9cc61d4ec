import type { ResourceSpans, ScopeSpans, Span, Trace } from '@bongsu/model';
import { groupBy, type ResourceRow } from '../../lang/index.js';
import type { FullSpan } from './full-span.js';

/** What spans share, and by which texts they are told apart. */
interface Origin {
  readonly row: ResourceRow;
  readonly resource: string;
  readonly scope: string;
}

/** Spans by resource, then by scope, each in the order they come in. */
export function assembleTrace(spans: readonly FullSpan[], resources: ReadonlyMap<string, ResourceRow>): Trace {
  const known = new Map<string, Origin>();
  const originOf = ({ resource, service }: FullSpan): Origin => {
    const row = resources.get(resource);
    const key = row ? resource : `of ${service}`;
    let origin = known.get(key);
    if (!origin) known.set(key, (origin = describe(row ?? unknownResource(service))));
    return origin;
  };
  const byResource = groupBy(spans, (span) => originOf(span).resource);
  const resourceSpans = [...byResource.values()].map((ofResource): ResourceSpans => {
    const { attributes, droppedAttributes, schemaUrl } = originOf(ofResource[0]!).row;
    const byScope = groupBy(ofResource, (span) => originOf(span).scope);
    return {
      attributes,
      droppedAttributes,
      schemaUrl,
      scopeSpans: [...byScope.values()].map((ofScope) =>
        scopeSpansOf(
          originOf(ofScope[0]!).row,
          ofScope.map((s) => s.span),
        ),
      ),
    };
  });
  return { resourceSpans };
}

function describe(row: ResourceRow): Origin {
  const { attributes, droppedAttributes, schemaUrl } = row;
  const { scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributes, scopeSchemaUrl } = row;
  return {
    row,
    resource: JSON.stringify([attributes, droppedAttributes, schemaUrl]),
    scope: JSON.stringify([scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributes, scopeSchemaUrl]),
  };
}

const scopeSpansOf = (row: ResourceRow, spans: readonly Span[]): ScopeSpans => ({
  name: row.scopeName,
  version: row.scopeVersion,
  attributes: row.scopeAttributes,
  droppedAttributes: row.scopeDroppedAttributes,
  schemaUrl: row.scopeSchemaUrl,
  spans,
});

/** What is known of a span's resource without its row. */
const unknownResource = (service: string): ResourceRow => ({
  fingerprint: '0',
  service,
  attributes: service === '' ? [] : [{ key: 'service.name', value: service, type: 's' }],
  droppedAttributes: 0,
  schemaUrl: '',
  scopeName: '',
  scopeVersion: '',
  scopeAttributes: [],
  scopeDroppedAttributes: 0,
  scopeSchemaUrl: '',
});
