import { EvalError } from './eval-error.js';
import type { LabelSet } from './label-set.js';

/** Ends a metric query that met a failed line, in Loki's words (pkg/logqlmodel/error.go). */
export function failPipeline(series: LabelSet): never {
  const kind = series.get('__error__') ?? '';
  throw new EvalError({
    kind: 'pipeline',
    message:
      `pipeline error: '${kind}' for series: '${series.toString()}'.\n` +
      `Use a label filter to intentionally skip this error. (e.g | __error__!="${kind}").\n` +
      'To skip all potential errors you can match empty errors.(e.g __error__="")\n' +
      'The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )\n',
  });
}
