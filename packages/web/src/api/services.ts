import { getJson, type Get } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

export interface ServiceRow {
  readonly name: string;
  /** Unix milliseconds of the newest record of each signal; absent when the service never sent that signal. */
  readonly lastSeen: { readonly logs?: number; readonly traces?: number; readonly metrics?: number };
  readonly spans: number;
  readonly errors: number;
  readonly logs: number;
}

/** @param range Unix milliseconds, start inclusive, end exclusive. */
export const servicesRequest = (range: { readonly start: number; readonly end: number }): Get => ({
  path: '/api/bongsu/services',
  params: { ...range },
});

/**
 * GET api/bongsu/services: services that sent anything in the range.
 * @param range as {@link servicesRequest} has it.
 */
export async function fetchServices(
  range: { readonly start: number; readonly end: number },
  signal?: AbortSignal,
): Promise<readonly ServiceRow[]> {
  return parseServices(await getJson({ ...servicesRequest(range), signal }));
}

export function parseServices(body: unknown): readonly ServiceRow[] {
  const rows: ServiceRow[] = [];
  for (const item of asArray(asRecord(body)['services'])) {
    const row = asRecord(item);
    const name = asText(row['name']);
    if (name === undefined || name === '') continue;
    const seen = asRecord(row['lastSeen']);
    const [logs, traces, metrics] = [seen['logs'], seen['traces'], seen['metrics']].map(seenAt);
    rows.push({
      name,
      lastSeen: {
        ...(logs === undefined ? {} : { logs }),
        ...(traces === undefined ? {} : { traces }),
        ...(metrics === undefined ? {} : { metrics }),
      },
      spans: asNumber(row['spans']) ?? 0,
      errors: asNumber(row['errors']) ?? 0,
      logs: asNumber(row['logs']) ?? 0,
    });
  }
  return rows;
}

/** 0 is how an engine spells "no row". */
function seenAt(value: unknown): number | undefined {
  const ms = asNumber(value);
  return ms === undefined || ms <= 0 ? undefined : ms;
}

/** The job under which a server scrapes its own metrics, from its start on. */
const OWN_JOB = 'bongsu';

/** Whether a row is nothing but the server's own metrics, which are there before anybody sends anything. */
export function isServerItself({ name, lastSeen }: ServiceRow): boolean {
  return name === OWN_JOB && lastSeen.logs === undefined && lastSeen.traces === undefined;
}

/** The newest record of any signal, Unix milliseconds; 0 when there is none. */
export function lastSeenMs(row: ServiceRow): number {
  return Math.max(0, row.lastSeen.logs ?? 0, row.lastSeen.traces ?? 0, row.lastSeen.metrics ?? 0);
}
