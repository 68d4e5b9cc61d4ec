import { ApiError, baseUrl, errorText, getJson } from './http.js';
import { asArray, asNumber, asRecord, asText, type JsonRecord } from './json.js';

export interface DashboardMeta {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly folder: string;
  /** A file of the operator provides it. */
  readonly readOnly: boolean;
  readonly file?: string;
}

export interface DashboardListing extends DashboardMeta {
  readonly panels: number;
}

export interface DashboardList {
  readonly dashboards: readonly DashboardListing[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

const PATH = '/api/bongsu/dashboards';

/** GET api/bongsu/dashboards. */
export async function fetchDashboards(signal?: AbortSignal): Promise<DashboardList> {
  const body = asRecord(await getJson({ path: PATH, signal }));
  return {
    dashboards: asArray(body['dashboards']).map((item) => {
      const one = asRecord(item);
      return { ...parseMeta(one), panels: asNumber(one['panels']) ?? 0 };
    }),
    problems: asArray(body['problems']).map((item) => {
      const { file, message } = asRecord(item);
      return { file: asText(file) ?? '', message: asText(message) ?? '' };
    }),
  };
}

/** GET api/bongsu/dashboards/{uid}. */
export async function fetchDashboard(
  uid: string,
  signal?: AbortSignal,
): Promise<{ readonly meta: DashboardMeta; readonly dashboard: JsonRecord }> {
  const body = asRecord(await getJson({ path: `${PATH}/${encodeURIComponent(uid)}`, signal }));
  return { meta: parseMeta(asRecord(body['meta'])), dashboard: asRecord(body['dashboard']) };
}

/** PUT api/bongsu/dashboards/{uid}: stores the JSON under that uid. */
export async function putDashboard(uid: string, json: string): Promise<void> {
  await send('PUT', uid, json);
}

/** DELETE api/bongsu/dashboards/{uid}. */
export async function deleteDashboard(uid: string): Promise<void> {
  await send('DELETE', uid);
}

async function send(method: 'PUT' | 'DELETE', uid: string, body?: string): Promise<void> {
  const path = `${PATH}/${encodeURIComponent(uid)}`;
  let response: Response;
  try {
    response = await fetch(new URL(path.slice(1), baseUrl()), {
      method,
      ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
    });
  } catch (error) {
    throw new ApiError(0, path, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw new ApiError(response.status, path, errorText(await response.text(), response));
}

function parseMeta(json: JsonRecord): DashboardMeta {
  const file = asText(json['file']);
  return {
    uid: asText(json['uid']) ?? '',
    title: asText(json['title']) ?? '',
    tags: asArray(json['tags']).flatMap((tag) => asText(tag) ?? []),
    folder: asText(json['folder']) ?? '',
    readOnly: json['readOnly'] === true,
    ...(file === undefined ? {} : { file }),
  };
}
