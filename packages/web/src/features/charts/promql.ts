/** Text that matches itself in an RE2 pattern. Only RE2's metacharacters are escaped: it refuses `\-` and friends. */
export function re2Literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A double-quoted string literal as PromQL and LogQL read it (Go's rules). */
export function quoted(text: string): string {
  const body = text.replace(/[\\"\n\r\t]/g, (char) => escapes[char] ?? char);
  return `"${body.replace(/\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
}

/**
 * The matcher for a service's series: OTLP's `job` is `service.name`, with `service.namespace/` before it when there is one.
 * A matcher is anchored at both ends, so a name that is the tail of another does not match it.
 */
export function jobMatcher(service: string): string {
  return `job=~${quoted(`(.+/)?${re2Literal(service)}`)}`;
}
