import { expect, it } from 'vitest';
import { PRODUCTION_FEATURES, SCRIPT_FEATURES } from './features.js';
import { parse } from './parse.js';
import { supportedLanguage } from './supported.js';

it('says of every function what the parser says', () => {
  for (const features of [PRODUCTION_FEATURES, SCRIPT_FEATURES]) {
    const { promql_functions: functions } = supportedLanguage(features);
    expect(Object.keys(functions).length).toBeGreaterThan(70);
    for (const [name, on] of Object.entries(functions)) {
      const parsed = parse(`${name}()`, features);
      const refused = !parsed.ok && parsed.error.message.includes('is not enabled');
      expect(refused, name).toBe(!on);
    }
  }
});

it('has operators, aggregations and modifiers, those behind a switch as it stands', () => {
  const production = supportedLanguage(PRODUCTION_FEATURES);
  expect(production.promql_operators).toMatchObject({ '+': true, '=~': true, unless: true, sum: true, limitk: false });
  expect(production.promql).toMatchObject({ offset: true, anchored: false, fill_left: false });
  const scripts = supportedLanguage(SCRIPT_FEATURES);
  expect(scripts.promql_operators).toMatchObject({ limitk: true });
  expect(scripts.promql).toMatchObject({ anchored: true, fill_left: true });
});
