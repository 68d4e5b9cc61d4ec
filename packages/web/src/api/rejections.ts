import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

export interface Rejection {
  readonly signal: string;
  readonly protocol: string;
  readonly reason: string;
  /** 0 when whole requests were refused. */
  readonly records: number;
  readonly requests: number;
  /** Unix milliseconds. */
  readonly last: number;
}

/** GET api/bongsu/rejections: what input was refused since the server started, newest first. */
export async function fetchRejections(signal?: AbortSignal): Promise<readonly Rejection[]> {
  const body = asRecord(await getJson({ path: '/api/bongsu/rejections', signal }));
  return asArray(body['rejections']).map((item) => {
    const { signal: of, protocol, reason, records, requests, last } = asRecord(item);
    return {
      signal: asText(of) ?? '',
      protocol: asText(protocol) ?? '',
      reason: asText(reason) ?? '',
      records: asNumber(records) ?? 0,
      requests: asNumber(requests) ?? 0,
      last: asNumber(last) ?? 0,
    };
  });
}
