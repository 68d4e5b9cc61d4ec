import type { Tenant } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { SampleCache } from '../sample-cache/sample-cache.js';
import type { SeriesCatalog } from '../series-catalog/series-catalog.js';
import type { PromFeatures } from '../syntax/index.js';
import type { Budget } from './budget.js';

/** What reading the samples of a query takes. */
export interface FetchContext {
  readonly tenant: Tenant;
  readonly runner: SqlRunner;
  readonly budget: Budget;
  readonly features: PromFeatures;
  /** Samples read before; without it each query reads its own. */
  readonly samples?: SampleCache;
  /** Series known before; without it each query looks for its own. */
  readonly catalog?: SeriesCatalog;
}
