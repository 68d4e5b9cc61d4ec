import { getJson } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

/** What a service of a trace has in the other signals. */
export interface RelatedService {
  readonly name: string;
  /** Lines that carry the trace id, and lines of the service around that time. */
  readonly logsByTraceId: number;
  readonly logsByTime: number;
  /** LogQL of the former where there are any, else of the latter. */
  readonly logQuery: string;
}

export interface Related {
  readonly services: readonly RelatedService[];
}

/** GET api/bongsu/trace/{id}/related. @param traceId 32 hex digits. */
export async function fetchRelated(traceId: string, signal?: AbortSignal): Promise<Related> {
  return parseRelated(await getJson({ path: `/api/bongsu/trace/${encodeURIComponent(traceId)}/related`, signal }));
}

export function parseRelated(body: unknown): Related {
  return {
    services: asArray(asRecord(body)['services']).map((item) => {
      const service = asRecord(item);
      const logs = asRecord(service['logs']);
      const queries = asRecord(logs['queries']);
      const logsByTraceId = asNumber(logs['byTraceId']) ?? 0;
      return {
        name: asText(service['name']) ?? '',
        logsByTraceId,
        logsByTime: asNumber(logs['byServiceAndTime']) ?? 0,
        logQuery: asText(queries[logsByTraceId > 0 ? 'byTraceId' : 'byServiceAndTime']) ?? '',
      };
    }),
  };
}
