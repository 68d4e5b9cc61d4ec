import { getJson } from './http.js';
import { asArray, asRecord, asText } from './json.js';

/** GET api/v2/search/tag/{tag}/values. */
export async function fetchTagValues(tag: string, signal?: AbortSignal): Promise<readonly string[]> {
  const body = await getJson({ path: `/api/v2/search/tag/${encodeURIComponent(tag)}/values`, signal });
  return asArray(asRecord(body)['tagValues']).flatMap((item) => asText(asRecord(item)['value']) ?? []);
}

/** GET api/v2/search/tags: names of all scopes. */
export async function fetchTagNames(signal?: AbortSignal): Promise<readonly string[]> {
  const body = await getJson({ path: '/api/v2/search/tags', signal });
  const scopes = asArray(asRecord(body)['scopes']).map(asRecord);
  return scopes.flatMap((scope) =>
    asArray(scope['tags']).flatMap((tag) => {
      const name = asText(tag);
      return name === undefined
        ? []
        : [scope['name'] === 'intrinsic' ? name : `${asText(scope['name']) ?? ''}.${name}`];
    }),
  );
}
