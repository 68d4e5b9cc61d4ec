import { expect, it } from 'vitest';
import { ansiSpans, hasAnsi, withoutAnsi } from './ansi.js';

const E = '\u001b[';
const span = (text: string, colour?: number, bold = false, underline = false) => ({ text, colour, bold, underline });

it.each([
  ['plain', [span('plain')]],
  [`${E}31mred${E}0m end`, [span('red', 1), span(' end')]],
  [`${E}1;32mbold${E}22m not${E}m`, [span('bold', 2, true), span(' not', 2)]],
  [`${E}38;5;196mx${E}48;2;1;2;3my`, [span('x'), span('y')]],
  [`${E}4;93mu${E}24;39mn`, [span('u', 3, false, true), span('n')]],
  [`a${E}2Kb${E}Hc`, [span('a'), span('b'), span('c')]],
  [`${E}unfinished`, [span('nfinished')]],
  [`${E};;;`, [span(`${E};;;`)]],
])('%j', (text, spans) => {
  expect(ansiSpans(text)).toEqual(spans);
});

it('reads without codes', () => {
  expect(withoutAnsi(`a${E}31mb${E}0m`)).toBe('ab');
  expect(hasAnsi('a[31m')).toBe(false);
});
