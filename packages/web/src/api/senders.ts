import { getJson } from './http.js';
import { asArray, asRecord, asText } from './json.js';

export interface Senders {
  /** `telemetry.sdk.language` of what is stored: `nodejs`, `python`. */
  readonly sdkLanguages: readonly string[];
  /** Since the server started: `loki-push`, `collector`. */
  readonly kinds: readonly string[];
}

/** GET api/bongsu/senders: who has sent anything that is stored. */
export async function fetchSenders(signal?: AbortSignal): Promise<Senders> {
  const { sdkLanguages, kinds } = asRecord(await getJson({ path: '/api/bongsu/senders', signal }));
  const texts = (list: unknown): readonly string[] => asArray(list).flatMap((item) => asText(item) ?? []);
  return { sdkLanguages: texts(sdkLanguages), kinds: texts(kinds) };
}
