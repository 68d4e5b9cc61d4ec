/** Members of a query string: text, or all the texts of a name that stands in it more than once. */
export type UrlSearch = Readonly<Record<string, string | readonly string[]>>;

/** Values stay text: an id of digits is not a number. */
export function parseUrlSearch(text: string): UrlSearch {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = Object.hasOwn(found, name) ? found[name] : undefined;
    found[name] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value];
  }
  return found;
}

/** The query string with its `?`, or nothing. Members that are neither text nor texts are left out. */
export function printUrlSearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof item === 'string') params.append(name, item);
    }
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
