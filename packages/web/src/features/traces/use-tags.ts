import { useQuery } from '@tanstack/react-query';
import { fetchTags, fetchTagValues, type TagValue } from '../../api/tempo-tags.js';
import { type TimeRange } from '../time-range/search.js';
import { attributeName } from './traceql-filter.js';

/** What is suggested stays good for a while: names and values of attributes change slowly. */
const FRESH_MS = 60_000;

/** Fields that a condition may be about: what every span has, and the attributes of this time range. */
export function useFieldNames(range: TimeRange): readonly string[] {
  const names = useQuery({
    queryKey: ['tag-names', range.text.from, range.text.to],
    queryFn: ({ signal }) => fetchTags(range.resolve(), signal),
    staleTime: FRESH_MS,
  });
  const attributes = (names.data ?? [])
    .filter(({ name }) => name !== 'intrinsic')
    .flatMap(({ name: scope, tags }) => tags.map((tag) => `${scope}.${attributeName(tag)}`));
  return [...attributes, 'name', 'statusMessage', 'traceDuration', 'rootName', 'rootServiceName', 'event:name'];
}

/** Values of a field in this time range; nothing for an empty field. */
export function useFieldValues(field: string, range: TimeRange, q: string | undefined): readonly TagValue[] {
  const values = useQuery({
    queryKey: ['tag-values', field, q, range.text.from, range.text.to],
    enabled: field !== '',
    // Half a name that is typed just now is no field: that is no news.
    retry: false,
    queryFn: ({ signal }) => fetchTagValues(field, { ...range.resolve(), ...(q === undefined ? {} : { q }) }, signal),
    staleTime: FRESH_MS,
  });
  return values.data ?? [];
}
