import type { Rejection } from '@bongsu/model';

/** Reasons may hold numbers from the request, so their number is bounded. */
const MAX_REASONS = 20;
const FURTHER = 'refused for further reasons';

/** Counts refused records by reason. */
export class Rejections {
  #counts: Map<string, number> | undefined;

  add(reason: string, count = 1): void {
    const counts = (this.#counts ??= new Map<string, number>());
    const known = counts.get(reason);
    if (known !== undefined) counts.set(reason, known + count);
    else if (counts.size < MAX_REASONS) counts.set(reason, count);
    else counts.set(FURTHER, (counts.get(FURTHER) ?? 0) + count);
  }

  list(): Rejection[] {
    if (this.#counts === undefined) return [];
    return [...this.#counts].map(([reason, count]) => ({ count, reason }));
  }
}
