import { parseRefresh } from '../time-range/refresh.js';
import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** The URL of a dashboard: values of its variables as Grafana writes them, one panel alone, folded rows, the editor. */
export type DashboardSearch = RangeSearch & {
  readonly [name in `var-${string}`]?: string | readonly string[];
} & {
  /** Key of the panel that fills the page. */
  readonly viewPanel?: string;
  /** Keys of rows that are not as the dashboard has them, comma between. */
  readonly rows?: string;
  readonly edit?: 'on';
};

export function validateDashboardSearch(raw: Readonly<Record<string, unknown>>): DashboardSearch {
  const variables = Object.entries(raw).filter(([name]) => name.startsWith('var-') && name.length > 4);
  const { viewPanel, rows, edit } = raw;
  // The common default stays in the address: a dashboard has one of its own, which holds where nothing was chosen.
  const refresh = typeof raw['refresh'] === 'string' ? parseRefresh(raw['refresh']) : undefined;
  return {
    ...validateRangeSearch(raw),
    ...(refresh === undefined ? {} : { refresh }),
    ...Object.fromEntries(variables),
    ...(typeof viewPanel === 'string' && viewPanel !== '' ? { viewPanel } : {}),
    ...(typeof rows === 'string' && rows !== '' ? { rows } : {}),
    ...(edit === 'on' ? { edit } : {}),
  };
}

/** Values by variable name. */
export function chosenVariables(search: DashboardSearch): Readonly<Record<string, readonly string[]>> {
  const chosen: Record<string, readonly string[]> = {};
  for (const [key, value] of Object.entries({ ...search } as Readonly<Record<string, unknown>>)) {
    if (!key.startsWith('var-')) continue;
    const values = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(
      (each) => typeof each === 'string',
    );
    if (values.length > 0) chosen[key.slice(4)] = values;
  }
  return chosen;
}
