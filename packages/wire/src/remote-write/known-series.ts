import type { Labels, Tenant } from '@bongsu/model';
import type { LabelSource } from '../prometheus/series-rows.js';
import type { SeriesTable } from '../prometheus/series-table.js';
import { checkLabels, type SeriesLabels } from './series-labels.js';

/** The labels of a series as one version of the protocol writes them. */
export abstract class WireLabels implements LabelSource {
  #checked: SeriesLabels | undefined;

  /** To be called for every series. */
  protected begin(): void {
    this.#checked = undefined;
  }

  /** Names and values in turn, and whether all of them are UTF-8. */
  protected abstract read(): { readonly pairs: readonly string[]; readonly valid: boolean };

  get checked(): SeriesLabels {
    if (this.#checked === undefined) {
      const { pairs, valid } = this.read();
      this.#checked = checkLabels(pairs, valid);
    }
    return this.#checked;
  }

  labels(): Labels {
    return this.checked.labels;
  }
}

/** Why a series is left out; `limit` when it is good and there are too many. */
export interface Refused {
  readonly problem: string;
  readonly limit: boolean;
}

/** The index of a series by the hash of its wire form, or why it is refused. */
export function findSeries(
  table: SeriesTable,
  tenant: Tenant,
  lo: number,
  hi: number,
  labels: WireLabels,
): number | Refused {
  const known = table.find(lo, hi);
  if (known >= 0) return known;
  const { metric, labels: set, problem } = labels.checked;
  if (problem !== '') return { problem, limit: false };
  const defined = table.define(lo, hi, tenant, metric, set);
  return typeof defined === 'number' ? defined : { problem: defined, limit: true };
}
