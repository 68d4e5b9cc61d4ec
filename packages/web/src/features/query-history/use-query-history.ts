import { useMemo, useSyncExternalStore } from 'react';
import {
  readQueryLists,
  withoutRecent,
  withoutSaved,
  withRecent,
  withSaved,
  type QueryLanguage,
  type QueryLists,
  type RecentQuery,
  type SavedQuery,
} from './query-lists.js';

const storageKey = 'bongsu.queries';

/** The lists as they stand in localStorage, parsed once for each text, and told of when another tab changes them. */
class QueryStore {
  #text: string | null = null;
  #lists: QueryLists = readQueryLists(null);
  readonly #listeners = new Set<() => void>();

  readonly read = (): QueryLists => {
    const text = localStorage.getItem(storageKey);
    if (text !== this.#text) {
      this.#text = text;
      this.#lists = readQueryLists(text);
    }
    return this.#lists;
  };

  readonly change = (how: (lists: QueryLists) => QueryLists): void => {
    try {
      localStorage.setItem(storageKey, JSON.stringify(how(this.read())));
    } catch {
      // Storage is full or refused: queries run all the same, only none is remembered.
      return;
    }
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    const onStorage = (event: StorageEvent): void => {
      if (event.key === storageKey) listener();
    };
    this.#listeners.add(listener);
    window.addEventListener('storage', onStorage);
    return () => {
      this.#listeners.delete(listener);
      window.removeEventListener('storage', onStorage);
    };
  };
}

const store = new QueryStore();

/** All queries that this browser remembers. */
export function useQueryLists(): QueryLists {
  return useSyncExternalStore(store.subscribe, store.read);
}

export interface QueryHistory {
  /** Newest first. */
  readonly recent: readonly RecentQuery[];
  readonly saved: readonly SavedQuery[];
  /** Call it when a person ran a query, not when a page refreshes by itself. */
  readonly remember: (text: string) => void;
  readonly save: (name: string, text: string) => void;
  readonly forget: (name: string) => void;
  readonly clearRecent: () => void;
}

/** The recent and the saved queries of one language, for its editor. */
export function useQueryHistory(language: QueryLanguage): QueryHistory {
  const lists = useQueryLists();
  return useMemo(
    () => ({
      recent: lists.recent.filter((query) => query.language === language),
      saved: lists.saved.filter((query) => query.language === language),
      remember: (text) => store.change((all) => withRecent(all, { language, text, at: Date.now() })),
      save: (name, text) => store.change((all) => withSaved(all, { language, name, text, at: Date.now() })),
      forget: (name) => store.change((all) => withoutSaved(all, language, name)),
      clearRecent: () => store.change((all) => withoutRecent(all, language)),
    }),
    [lists, language],
  );
}
