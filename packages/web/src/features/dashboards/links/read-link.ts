import { asArray, asRecord, asText, type JsonRecord } from '../../../api/json.js';

/** A link on values of a field, or of a panel. */
export interface Link {
  readonly title: string;
  /** With variables in it. */
  readonly url: string;
  readonly newTab: boolean;
}

/** Links as fields and panels have them; those without an address are none. */
export function readLinks(value: unknown): readonly Link[] {
  return asArray(value).flatMap((item) => {
    const json = asRecord(item);
    const url = asText(json['url']);
    if (url === undefined || url.trim() === '') return [];
    return [{ title: asText(json['title']) ?? '', url: withParams(url, json), newTab: json['targetBlank'] === true }];
  });
}

/** Before Grafana 7 a panel's link said beside its address what to carry. */
function withParams(url: string, json: JsonRecord): string {
  const params = [
    ...(json['keepTime'] === true ? ['${__url_time_range}'] : []),
    ...(json['includeVars'] === true ? ['${__all_variables}'] : []),
    ...(typeof json['params'] === 'string' && json['params'] !== '' ? [json['params']] : []),
  ];
  return params.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${params.join('&')}`;
}
