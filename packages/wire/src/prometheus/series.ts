import { fingerprintOf, type Fingerprint, type Labels, sortedPairs } from '@bongsu/model';

/**
 * Names a series for ever: fingerprints are stored. Labels with an empty value count as absent; `labels` does not
 * hold `__name__`.
 */
export function seriesFingerprint(metric: string, labels: Labels): Fingerprint {
  return fingerprintOf(JSON.stringify([metric, sortedPairs(labels)]));
}
