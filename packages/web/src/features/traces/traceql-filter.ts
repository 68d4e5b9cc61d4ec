import { type Attribute } from '../trace/otlp.js';
import { quoted } from '../charts/promql.js';

/** Where an attribute of a trace stands, as TraceQL names it. */
export type FilterScope = 'span' | 'resource' | 'event' | 'link';

/** A name as it is or in quotes, by the rules of TraceQL: a leading digit would make a number. */
export function attributeName(name: string): string {
  return /^(?!\d)[^\s{}()=~!<>&|^,"\\]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** TraceQL for the traces that have this attribute with this value. */
export function attributeFilter(scope: FilterScope, { key, value, type }: Attribute): string {
  return `{ ${scope}.${attributeName(key)} = ${type === 'string' ? quoted(value) : value} }`;
}

/** Traces with a span of this service and name. */
export function operationFilter(service: string, name: string): string {
  return `{ resource.service.name = ${quoted(service)} && name = ${quoted(name)} }`;
}

/** Traces that this service takes part in. */
export function serviceFilter(service: string): string {
  return `{ resource.service.name = ${quoted(service)} }`;
}

/** Traces whose root is of this service and name. */
export function rootFilter(service: string, name: string): string {
  return `{ trace:rootService = ${quoted(service)} && trace:rootName = ${quoted(name)} }`;
}
