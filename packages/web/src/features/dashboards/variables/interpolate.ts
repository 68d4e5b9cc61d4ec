import { formats } from './formats.js';
import { type Scope } from './scope.js';

/** `$name`, `[[name]]`, `[[name:format]]`, `${name}`, `${name:format}`, `${name.path}`, `${name.path:format}`. */
const REFERENCE = /\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;

/** Names of variables that a text mentions, in order, each once. */
export function referencesOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map((match) => match[1] ?? match[2] ?? match[4] ?? ''))];
}

export type Purpose = 'query' | 'text';

/**
 * Puts values in place of variables. A name that is not in scope stays as it is written.
 * @param purpose a query gets patterns that are safe in quotes, other text what a person reads.
 */
export function interpolate(text: string, scope: Scope, purpose: Purpose): string {
  if (!text.includes('$') && !text.includes('[[')) return text;
  return text.replace(
    REFERENCE,
    (
      whole,
      bare?: string,
      square?: string,
      squareFormat?: string,
      braced?: string,
      path?: string,
      bracedFormat?: string,
    ) => {
      const name = bare ?? square ?? braced ?? '';
      const value = scope.get(name);
      if (value === undefined) return whole;
      const wanted = squareFormat ?? bracedFormat;
      if (value.format) return value.format(wanted);
      if (path === 'text' || wanted === 'text') return value.text ?? value.values.join(' + ');
      if (purpose === 'text' && wanted === undefined) return value.text ?? value.values.join(' + ');
      if (value.verbatim) return value.values.join(',');
      const [formatName = ''] = (wanted ?? '').split(':');
      const format = Object.hasOwn(formats, formatName) ? formats[formatName] : undefined;
      if (format) return format(value.values, name);
      return (value.several ? formats['quotedRegex'] : formats['quoted'])?.(value.values, name) ?? '';
    },
  );
}
