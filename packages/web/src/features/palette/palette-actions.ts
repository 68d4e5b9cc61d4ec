import { type QueryLanguage, type QueryLists } from '../query-history/query-lists.js';

/** The page where a query of a language runs; it stands in `q` there. */
export const queryPages = {
  logql: '/logs',
  traceql: '/traces',
  promql: '/metrics',
  sql: '/sql',
} as const satisfies Readonly<Record<QueryLanguage, string>>;

/** Something the palette finds. */
export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  /** What is found too, and shown behind the label. */
  readonly detail?: string;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly title: string;
  readonly actions: readonly PaletteAction[];
}

/** More than this of one group is a list to scroll, not to choose from. */
const SHOWN = 8;

/** The actions that have every word of the text in them, in their order, a few of each group. */
export function findActions(groups: readonly PaletteGroup[], text: string): readonly PaletteGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return groups.flatMap(({ title, actions }) => {
    const found = actions.filter(({ label, detail = '' }) => {
      const all = `${title} ${label} ${detail}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
    return found.length === 0 ? [] : [{ title, actions: found.slice(0, SHOWN) }];
  });
}

/** Saved queries by name, then recent ones by text. */
export function queryActions(
  lists: QueryLists,
  open: (language: QueryLanguage, text: string) => void,
): { readonly saved: readonly PaletteAction[]; readonly recent: readonly PaletteAction[] } {
  return {
    saved: lists.saved.map(({ language, name, text }) => ({
      id: `saved ${language} ${name}`,
      label: name,
      detail: text,
      run: () => open(language, text),
    })),
    recent: lists.recent.map(({ language, text }) => ({
      id: `recent ${language} ${text}`,
      label: text,
      run: () => open(language, text),
    })),
  };
}
