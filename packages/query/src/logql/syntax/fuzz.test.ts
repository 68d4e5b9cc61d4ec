import fc from 'fast-check';
import { it } from 'vitest';
import { CORPORA } from './corpus/index.js';
import { checkQuery, faultText, parseQuery, printQuery } from './index.js';
import { FUNCTION_NAMES, KEYWORDS, OPERATORS } from './tokens.js';

/** How many texts; more are worth an hour now and then. */
const RUNS = Number(process.env['BONGSU_FUZZ'] ?? 20_000);

const texts = Object.values(CORPORA).flatMap(({ valid, parseFails, checkFails }) =>
  [...valid, ...parseFails, ...checkFails].map(([text]) => text),
);
const words = [
  ...KEYWORDS,
  ...Object.keys(FUNCTION_NAMES),
  ...OPERATORS,
  ...['app', '"x"', '`y`', '5', '-5', '1.5s', '5KB', '[5m]', '{app="x"}', '--strict', '#\n', ' ', '\0', '\\', "'"],
];
const piece = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);
const soup = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(' '));
const glued = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
/** A text of the corpora with a stretch cut out and something else put in. */
const mutant = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(6), piece).map(([text, at, cut, put]) => {
  const from = at % (text.length + 1);
  return text.slice(0, from) + put + text.slice(from + cut);
});

it(`takes ${RUNS} random texts without a crash, and reads back what it takes`, () => {
  fc.assert(
    fc.property(fc.oneof(soup, glued, mutant), (text) => {
      const parsed = parseQuery(text);
      const fault = parsed.ok ? checkQuery(parsed.value) : parsed.error;
      if (fault) {
        if (fault.range.start < 0 || fault.range.end > text.length) throw new Error('a range outside the text');
        faultText(text, fault);
      }
      if (!parsed.ok) return;
      const printed = printQuery(parsed.value);
      const again = parseQuery(printed);
      if (!again.ok) throw new Error(`${faultText(printed, again.error)} in ${printed}`);
      if (printQuery(again.value) !== printed) throw new Error(`no fixed point: ${printed}`);
    }),
    { numRuns: RUNS },
  );
}, 3_600_000);
