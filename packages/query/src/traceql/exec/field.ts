import type { TypedAttribute } from '@bongsu/model';
import type { Field, Intrinsic } from '../syntax/index.js';
import type { TraceSpan } from './trace-span.js';
import { NIL, valueOf, type Value } from './value.js';

export type Reader = (span: TraceSpan) => Value;

/** Reads a field of a span. Nil when the span has no such thing. */
export function fieldReader(field: Field): Reader {
  if (field.kind === 'intrinsic') return INTRINSIC_READERS[field.name];
  const { scope, name } = field;
  const read = ATTRIBUTE_READERS[scope];
  return (span) => read(span, name);
}

const text = (value: string): Value => ({ type: 'string', value });
/** Trace ids are written as answers show them: without leading zeros. */
const traceId = (id: string): Value => text(id.replace(/^0+/, ''));
const int = (value: number): Value => ({ type: 'int', value: BigInt(value) });
const anyOf = (values: readonly Value[]): Value => {
  const present = values.filter((value) => value.type !== 'nil');
  return present.length > 1 ? { type: 'any-of', values: present } : (present[0] ?? NIL);
};

/** Tempo's place-holder in answers stands for no name: a trace whose root is missing has none. */
const ofRoot = (name: 'rootName' | 'rootService'): Reader => {
  return ({ trace: { summary } }) =>
    summary.rootName === '' && summary.rootService === '' ? NIL : text(summary[name]);
};

const INTRINSIC_READERS: Readonly<Record<Intrinsic, Reader>> = {
  duration: ({ duration }) => ({ type: 'duration', value: duration }),
  name: ({ name }) => text(name),
  status: ({ statusCode }) => ({ type: 'status', value: statusCode }),
  statusMessage: ({ statusMessage }) => text(statusMessage),
  kind: ({ kind }) => ({ type: 'kind', value: kind }),
  rootName: ofRoot('rootName'),
  rootServiceName: ofRoot('rootService'),
  traceDuration: ({ trace: { summary } }) => ({ type: 'duration', value: summary.end - summary.start }),
  nestedSetLeft: ({ trace, index }) => int(trace.tree.nestedSet(index).left),
  nestedSetRight: ({ trace, index }) => int(trace.tree.nestedSet(index).right),
  nestedSetParent: ({ trace, index }) => int(trace.tree.nestedSet(index).parent),
  'trace:id': ({ trace }) => traceId(trace.traceId),
  'span:id': ({ spanId }) => text(spanId),
  'span:parentID': ({ parentSpanId }) => text(parentSpanId),
  'span:childCount': ({ trace, index }) => int(trace.tree.childCount(index)),
  'event:name': ({ events }) => anyOf(events.map((e) => text(e.name))),
  'event:timeSinceStart': ({ events, start }) => anyOf(events.map((e) => ({ type: 'duration', value: e.ts - start }))),
  'link:traceID': ({ links }) => anyOf(links.map((l) => traceId(l.traceId))),
  'link:spanID': ({ links }) => anyOf(links.map((l) => text(l.spanId))),
  'instrumentation:name': ({ resource }) => (resource ? text(resource.scopeName) : NIL),
  'instrumentation:version': ({ resource }) => (resource ? text(resource.scopeVersion) : NIL),
  parent: () => NIL,
};

function named(attributes: readonly TypedAttribute[] | undefined, name: string): Value {
  const attribute = attributes?.find((a) => a.key === name);
  return attribute ? valueOf(attribute) : NIL;
}

type AttributeReader = (span: TraceSpan, name: string) => Value;

const ofSpan: AttributeReader = ({ attributes }, name) => named(attributes, name);
/** `service.name` is a column of its own that every span has. */
const ofResource: AttributeReader = ({ resource, service }, name) =>
  name === 'service.name' ? text(service) : named(resource?.attributes, name);
const ofEvents: AttributeReader = ({ events }, name) => anyOf(events.map((e) => named(e.attributes, name)));
const ofLinks: AttributeReader = ({ links }, name) => anyOf(links.map((l) => named(l.attributes, name)));
const ofScope: AttributeReader = ({ resource }, name) => named(resource?.scopeAttributes, name);

const ATTRIBUTE_READERS = {
  span: ofSpan,
  resource: ofResource,
  event: ofEvents,
  link: ofLinks,
  instrumentation: ofScope,
  any: (span: TraceSpan, name: string): Value => {
    for (const read of [ofSpan, ofResource, ofEvents, ofLinks, ofScope]) {
      const value = read(span, name);
      if (value.type !== 'nil') return value;
    }
    return NIL;
  },
};
