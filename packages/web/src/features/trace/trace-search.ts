import { validateRangeSearch, type RangeSearch } from '../time-range/search.js';

/** The URL of a trace: the open span, the collapsed spans, and the text looked for. */
export interface TraceSearch extends RangeSearch {
  readonly span?: string;
  /** Span ids, comma between. */
  readonly fold?: string;
  readonly q?: string;
}

export function validateTraceSearch(raw: Readonly<Record<string, unknown>>): TraceSearch {
  const { span, fold, q } = raw;
  return {
    ...validateRangeSearch(raw),
    ...(typeof span === 'string' && /^[0-9a-f]{1,16}$/i.test(span)
      ? { span: span.toLowerCase().padStart(16, '0') }
      : {}),
    ...(typeof fold === 'string' && fold !== '' ? { fold } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
  };
}

/** A page keeps its time range on the way to a trace; the rest of its search belongs to it alone. */
export function traceSearch(previous: RangeSearch, spanId: string): TraceSearch {
  return { ...validateRangeSearch({ ...previous }), ...(spanId === '' ? {} : { span: spanId }) };
}
