import type { DefUse, EpochDay, SideRow } from '@bongsu/model';

/** Collects, per definition, the days of the rows that use it, leaving out the day it is stored for. */
export class DayUses<D extends SideRow> {
  readonly #days = new Map<D, Set<EpochDay>>();
  // Rows come in runs of one definition and one day.
  #lastDef: D | undefined;
  #lastDay: EpochDay | undefined;

  use(def: D, day: EpochDay): void {
    if (def === this.#lastDef && day === this.#lastDay) return;
    this.#lastDef = def;
    this.#lastDay = day;
    if (def.storedDay === day) return;
    const days = this.#days.get(def);
    if (days === undefined) this.#days.set(def, new Set([day]));
    else days.add(day);
  }

  list(): DefUse<D>[] {
    return Array.from(this.#days, ([def, days]) => ({ def, days }));
  }
}
