import { queryOptions } from '@tanstack/react-query';
import { fetchServices } from '../../api/services.js';
import { type TimeRange } from '../time-range/search.js';

/** The services of a range, with what each of them sends. */
export const servicesQuery = (range: TimeRange) =>
  queryOptions({
    queryKey: ['services', range.text.from, range.text.to],
    queryFn: ({ signal }) => fetchServices(range.resolve(), signal),
  });
