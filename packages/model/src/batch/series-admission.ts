import type { Tenant } from '../tenant.js';
import type { EpochDay } from '../time.js';
import type { SeriesDef } from './batch.js';

/** Decides about series that a decoder does not know. */
export interface SeriesAdmission {
  /** '' when all of these may come in, else why none of them may, naming limit, value and key. */
  admit(tenant: Tenant, series: readonly Pick<SeriesDef, 'metric' | 'fingerprint'>[]): string;
  /** Whether this very definition is stored for a day already, so that it need not be stored again. */
  storedDay(tenant: Tenant, series: SeriesDef): EpochDay | undefined;
}

/** No limits, no memory. */
export const ADMIT_ALL: SeriesAdmission = { admit: () => '', storedDay: () => undefined };
