import { tellPoints } from '../reference/series-told.js';
import type { Told } from '../reference/told.js';

interface MatrixAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}

/** Of an answer of `query_range` with series. */
export const tellMatrix = (answer: unknown): Told =>
  tellPoints(
    (answer as MatrixAnswer).data.result.flatMap(({ metric, values }) =>
      values.map(([time, value]) => ({ labels: metric, time, value: Number(value) })),
    ),
  );
