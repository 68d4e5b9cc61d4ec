import { asText } from '../../../api/json.js';
import { parseJson } from './dashboard-editor.js';

export interface Upload {
  readonly uid: string;
  readonly title: string;
  readonly text: string;
}

/** What a file or a paste wants to store: the document, and the uid it names or one made of its title. A sentence when it is no JSON. */
export function readUpload(text: string, name: string): Upload | string {
  const json = parseJson(text);
  if (typeof json === 'string') return json;
  const title = asText(json['title']) ?? name;
  const named = asText(json['uid']);
  const uid = named !== undefined && /^[A-Za-z0-9_.-]{1,80}$/.test(named) ? named : slug(title);
  return { uid, title, text };
}

/** Letters and digits of a title; a number from its characters when none are left, as of a Korean one. */
function slug(title: string): string {
  const text = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  if (text.length > 2) return text;
  let hash = 0;
  for (const char of title) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 2_147_483_647;
  return `dashboard-${hash.toString(36)}`;
}
