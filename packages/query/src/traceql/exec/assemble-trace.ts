import type { ResourceSpans, ScopeSpans, Span, Trace } from '@bongsu/model';
import type { ResourceRow } from '../../lang/index.js';
import type { FullSpan } from './full-span.js';

/** Spans by resource, then by scope, each in the order they come in. */
export function assembleTrace(spans: readonly FullSpan[], resources: ReadonlyMap<string, ResourceRow>): Trace {
  const known = new Map<string, Span[]>();
  const groups = new Groups();
  for (const { span, resource, service } of spans) {
    const row = resources.get(resource);
    const key = row ? resource : `of ${service}`;
    let group = known.get(key);
    if (!group) known.set(key, (group = groups.of(row ?? unknownResource(service))));
    group.push(span);
  }
  return { resourceSpans: groups.resourceSpans };
}

/** Groups of spans, which rows may share: resource and scope are told apart by what they say. */
class Groups {
  readonly resourceSpans: ResourceSpans[] = [];
  readonly #scopeSpans = new Map<string, ScopeSpans[]>();
  readonly #spans = new Map<string, Span[]>();

  of(row: ResourceRow): Span[] {
    const { attributes, droppedAttributes, schemaUrl } = row;
    const { scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributes, scopeSchemaUrl } = row;
    const resource = JSON.stringify([attributes, droppedAttributes, schemaUrl]);
    const scope = JSON.stringify([scopeName, scopeVersion, scopeAttributes, scopeDroppedAttributes, scopeSchemaUrl]);
    let scopeSpans = this.#scopeSpans.get(resource);
    if (!scopeSpans) {
      this.#scopeSpans.set(resource, (scopeSpans = []));
      this.resourceSpans.push({ attributes, droppedAttributes, schemaUrl, scopeSpans });
    }
    // Two texts of JSON in a row are told apart.
    let spans = this.#spans.get(resource + scope);
    if (!spans) {
      this.#spans.set(resource + scope, (spans = []));
      scopeSpans.push(scopeSpansOf(row, spans));
    }
    return spans;
  }
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
