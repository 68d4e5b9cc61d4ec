import { CallFailure } from './value.js';

const HTML: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
};

/** `template.HTMLEscapeString`. */
export const escapeHtml = (text: string): string => text.replace(/["'&<>\0]/g, (c) => HTML[c]!);

const JS: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"' };

/** `template.JSEscapeString`. */
export function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (c) => {
    const named = JS[c];
    if (named !== undefined) return named;
    return `\\u${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** `url.QueryEscape`: a space is `+`, and only letters, digits and `-_.~` stay. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** `url.QueryUnescape`. */
export function unescapeQuery(text: string): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(text);
  if (bad) throw new CallFailure(`invalid URL escape ${JSON.stringify(bad[0])}`);
  const bytes: Buffer[] = [];
  for (const part of text.replaceAll('+', ' ').split(/((?:%[0-9a-fA-F]{2})+)/)) {
    bytes.push(part.startsWith('%') ? Buffer.from(part.replaceAll('%', ''), 'hex') : Buffer.from(part));
  }
  return Buffer.concat(bytes).toString();
}
