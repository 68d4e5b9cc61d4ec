import { expect, it } from 'vitest';
import { featuresNamed, PRODUCTION_FEATURES } from './features.js';

it('has nothing on that was not asked for', () => {
  expect(featuresNamed([])).toEqual({ features: PRODUCTION_FEATURES, warnings: [] });
});

it("takes Prometheus' names and warns of what it does not know", () => {
  expect(featuresNamed(['promql-experimental-functions', ' use-start-timestamps', '', 'old-ui', 'nonsense'])).toEqual({
    features: { ...PRODUCTION_FEATURES, experimentalFunctions: true, useStartTimestamps: true },
    warnings: [
      'Option for --enable-feature has no effect here: old-ui',
      'Unknown option for --enable-feature: nonsense',
    ],
  });
});
