import type { TelemetrySink } from '@bongsu/model';
import type { ActiveSeries } from './active-series.js';

/** A sink that tells which series are active: everything that takes samples in stores through it. */
export function countedSink(sink: TelemetrySink, active: ActiveSeries): TelemetrySink {
  return {
    append: async (batch) => {
      const committed = await sink.append(batch);
      if (committed.ok && batch.signal === 'metrics') active.stored(batch);
      return committed;
    },
  };
}
