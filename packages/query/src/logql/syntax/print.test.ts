import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultText, parseQuery, printQuery } from './index.js';
import { anyQuery, meaningOf } from './query.testkit.js';

it('prints what the parser reads back as the same query', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const printed = printQuery(query);
      const parsed = parseQuery(printed);
      if (!parsed.ok) throw new Error(`${faultText(printed, parsed.error)} in ${printed}`);
      expect(meaningOf(parsed.value)).toEqual(meaningOf(query));
      expect(printQuery(parsed.value)).toBe(printed);
    }),
    { numRuns: 500 },
  );
});
