export const adhocOperators = ['=', '!=', '=~', '!~'] as const;
export type AdhocOperator = (typeof adhocOperators)[number];

/** A condition on a label that holds for every query of a dashboard to one kind of data source. */
export interface AdhocFilter {
  readonly key: string;
  readonly operator: AdhocOperator;
  readonly value: string;
}

/** As Grafana writes it in addresses: `key|operator|value`. Undefined for what is none. */
export function parseAdhoc(text: string): AdhocFilter | undefined {
  const [key = '', operator, ...value] = text.split('|');
  const known = adhocOperators.find((each) => each === operator);
  // A bar in a key or value is written as __gfp__ there.
  const plain = (part: string): string => part.replaceAll('__gfp__', '|');
  return key === '' || known === undefined
    ? undefined
    : { key: plain(key), operator: known, value: plain(value.join('|')) };
}

export function printAdhoc({ key, operator, value }: AdhocFilter): string {
  const safe = (part: string): string => part.replaceAll('|', '__gfp__');
  return `${safe(key)}|${operator}|${safe(value)}`;
}

/** As a person writes it: `job="api"`, with or without quotes. */
export function readAdhoc(text: string): AdhocFilter | undefined {
  const match = /^\s*([\w.:]+)\s*(=~|!~|!=|=)\s*(?:"(.*)"|(.*?))\s*$/.exec(text);
  const operator = adhocOperators.find((each) => each === match?.[2]);
  const key = match?.[1];
  return key === undefined || operator === undefined
    ? undefined
    : { key, operator, value: match?.[3] ?? match?.[4] ?? '' };
}
