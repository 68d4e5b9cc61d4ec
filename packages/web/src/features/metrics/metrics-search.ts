import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** Queries by letter. The first stands under `q`, as on the other pages, the others under `qB`, `qC`, … */
export const letters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export type Letter = (typeof letters)[number];
type Key = 'q' | `q${Exclude<Letter, 'A'>}`;

/** How series are drawn. */
export const styles = ['line', 'area', 'stacked', 'bars', 'points'] as const;
export type DrawStyle = (typeof styles)[number];

/** The URL of the Metrics page. A default is left out. */
export type MetricsSearch = RangeSearch & {
  readonly [key in Key]?: string;
} & { readonly [key in `${Key}.legend`]?: string } & { readonly [key in `${Key}.hide`]?: 'on' } & {
  readonly [key in `${Key}.type`]?: 'instant';
} & {
  readonly view?: 'table';
  readonly draw?: Exclude<DrawStyle, 'line'>;
  readonly log?: 'on';
  readonly step?: string;
  readonly unit?: string;
  readonly browse?: 'on';
  /** A service: the browser shows its metrics alone. */
  readonly of?: string;
  readonly exemplars?: 'on' | 'off';
};

export interface MetricQuery {
  readonly letter: Letter;
  readonly expr: string;
  readonly legend: string;
  readonly hidden: boolean;
  readonly instant: boolean;
}

export function keyOf(letter: Letter): Key {
  return letter === 'A' ? 'q' : `q${letter}`;
}

export function validateMetricsSearch(raw: Readonly<Record<string, unknown>>): MetricsSearch {
  const kept: Record<string, string> = {};
  const text = (key: string, allowed: (value: string) => boolean = () => true): void => {
    const value = raw[key];
    if (typeof value === 'string' && value !== '' && allowed(value)) kept[key] = value;
  };
  for (const letter of letters) {
    const key = keyOf(letter);
    // An empty query keeps its place: the row was added and waits for its text.
    if (typeof raw[key] === 'string') kept[key] = raw[key];
    text(`${key}.legend`);
    text(`${key}.hide`, (value) => value === 'on');
    text(`${key}.type`, (value) => value === 'instant');
  }
  text('view', (value) => value === 'table');
  text('draw', (value) => value !== 'line' && styles.some((style) => style === value));
  text('log', (value) => value === 'on');
  text('step', (value) => /^\d{1,9}(ms|[smhdw])?$/.test(value));
  text('unit', (value) => /^[\w.:% /µ°-]{1,40}$/.test(value));
  text('browse', (value) => value === 'on');
  text('of');
  text('exemplars', (value) => value === 'on' || value === 'off');
  return { ...validateRangeSearch(raw), ...kept };
}

/** The queries of the URL; an empty first one when there is none. */
export function queriesOf(search: MetricsSearch): readonly MetricQuery[] {
  const found = letters.flatMap((letter): readonly MetricQuery[] => {
    const key = keyOf(letter);
    const expr = search[key];
    if (expr === undefined) return [];
    return [
      {
        letter,
        expr,
        legend: search[`${key}.legend`] ?? '',
        hidden: search[`${key}.hide`] === 'on',
        instant: search[`${key}.type`] === 'instant',
      },
    ];
  });
  return found.length > 0 ? found : [{ letter: 'A', expr: '', legend: '', hidden: false, instant: false }];
}

/** A change of the URL's members; undefined takes one away. */
export type MetricsPatch = { readonly [K in keyof MetricsSearch]?: MetricsSearch[K] | undefined };

export function queryPatch(query: MetricQuery): MetricsPatch {
  const key = keyOf(query.letter);
  return {
    [key]: query.expr,
    [`${key}.legend`]: query.legend === '' ? undefined : query.legend,
    [`${key}.hide`]: query.hidden ? 'on' : undefined,
    [`${key}.type`]: query.instant ? 'instant' : undefined,
  };
}

export function removalPatch(letter: Letter): MetricsPatch {
  const key = keyOf(letter);
  return { [key]: undefined, [`${key}.legend`]: undefined, [`${key}.hide`]: undefined, [`${key}.type`]: undefined };
}
