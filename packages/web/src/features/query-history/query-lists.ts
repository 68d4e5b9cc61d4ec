import { asArray, asNumber, asRecord, asText } from '../../api/json.js';

export const queryLanguages = ['logql', 'traceql', 'promql', 'sql'] as const;
export type QueryLanguage = (typeof queryLanguages)[number];

export interface RecentQuery {
  readonly language: QueryLanguage;
  readonly text: string;
  /** Unix milliseconds of its last run. */
  readonly at: number;
}

export interface SavedQuery extends RecentQuery {
  /** Unique among the saved queries of its language. */
  readonly name: string;
}

/** What the browser keeps of a person's queries, newest first. */
export interface QueryLists {
  readonly recent: readonly RecentQuery[];
  readonly saved: readonly SavedQuery[];
}

/** Of one language: more is not looked through by anyone, and all of it is read at each start. */
const RECENT_MAX = 100;
/** Longer ones are programs; storage holds about 5 MB for everything. */
const TEXT_MAX = 20_000;

/** A run query goes to the front; the same text stands there once. */
export function withRecent(lists: QueryLists, query: RecentQuery): QueryLists {
  const text = query.text.trim();
  if (text === '' || text.length > TEXT_MAX) return lists;
  let kept = 0;
  const others = lists.recent.filter((one) => {
    if (one.language !== query.language) return true;
    return one.text !== text && ++kept < RECENT_MAX;
  });
  return { ...lists, recent: [{ ...query, text }, ...others] };
}

/** A name that is taken is given to the new text. */
export function withSaved(lists: QueryLists, query: SavedQuery): QueryLists {
  const name = query.name.trim();
  const text = query.text.trim();
  if (name === '' || text === '' || text.length > TEXT_MAX) return lists;
  return {
    ...lists,
    saved: [{ ...query, name, text }, ...lists.saved.filter((one) => !isNamed(one, query.language, name))],
  };
}

export function withoutSaved(lists: QueryLists, language: QueryLanguage, name: string): QueryLists {
  return { ...lists, saved: lists.saved.filter((one) => !isNamed(one, language, name)) };
}

export function withoutRecent(lists: QueryLists, language: QueryLanguage): QueryLists {
  return { ...lists, recent: lists.recent.filter((one) => one.language !== language) };
}

function isNamed(query: SavedQuery, language: QueryLanguage, name: string): boolean {
  return query.language === language && query.name === name;
}

/** Reads what an older or newer version may have written: what cannot be read is left out. */
export function readQueryLists(text: string | null): QueryLists {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '{}');
  } catch {
    json = {};
  }
  const record = asRecord(json);
  const recent = asArray(record['recent']).flatMap(readQuery);
  const saved = asArray(record['saved']).flatMap((item) => {
    const name = asText(asRecord(item)['name']);
    return name === undefined || name === '' ? [] : readQuery(item).map((query) => ({ ...query, name }));
  });
  return { recent, saved };
}

function readQuery(item: unknown): RecentQuery[] {
  const record = asRecord(item);
  const language = queryLanguages.find((one) => one === record['language']);
  const text = asText(record['text']);
  if (language === undefined || text === undefined || text === '') return [];
  return [{ language, text, at: asNumber(record['at']) ?? 0 }];
}
