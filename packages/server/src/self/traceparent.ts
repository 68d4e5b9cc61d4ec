/** Trace id of a W3C `traceparent` header, or undefined when there is none or it is malformed. */
export function traceIdOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const found = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/.exec(header);
  const id = found?.[1];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
