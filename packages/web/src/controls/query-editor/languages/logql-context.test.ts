import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logqlContext } from './logql-context.js';

/** `^` is the cursor. */
const at = (marked: string) => logqlContext(marked.replace('^', ''), marked.indexOf('^'));

describe('logqlContext', () => {
  it.each([
    ['^', { kind: 'function', from: 0 }],
    ['ra^', { kind: 'function', from: 0 }],
    ['sum(^', { kind: 'function', from: 4 }],
    ['{^', { kind: 'label', from: 1, selector: '' }],
    ['{ser^', { kind: 'label', from: 1, selector: '' }],
    ['{service_name=^', { kind: 'label-value', from: 14, quoted: false, label: 'service_name', selector: '' }],
    ['{service_name="ga^', { kind: 'label-value', from: 15, quoted: true, label: 'service_name', selector: '' }],
    ['{service_name="ga^"}', { kind: 'label-value', from: 15, quoted: true, label: 'service_name', selector: '' }],
    ['{a="1", b=~"^', { kind: 'label-value', from: 12, quoted: true, label: 'b', selector: '{a="1"}' }],
    ['{a="1", ^', { kind: 'label', from: 8, selector: '{a="1"}' }],
    ['{a="1"^', undefined],
    ['{a="1"} | ^', { kind: 'stage', from: 10, query: '{a="1"}' }],
    ['{a="1"} | js^', { kind: 'stage', from: 10, query: '{a="1"}' }],
    [
      '{a="1"} | json | status=^',
      { kind: 'field-value', from: 24, quoted: false, field: 'status', query: '{a="1"} | json' },
    ],
    ['{a="1"} | x!="^', { kind: 'field-value', from: 14, quoted: true, field: 'x', query: '{a="1"}' }],
    ['{a="1"} | x="1" and ^', { kind: 'field', from: 20, query: '{a="1"}' }],
    ['{a="1"} | json | drop b, ^', { kind: 'field', from: 25, query: '{a="1"} | json' }],
    ['{a="1"} | unwrap ^', { kind: 'field', from: 17, query: '{a="1"}' }],
    ['{a="1"} |= ^', undefined],
    ['{a="1"} |= "x^', undefined],
    ['{a="1"} |= "x" | ^', { kind: 'stage', from: 17, query: '{a="1"} |= "x"' }],
    ['rate({a="1"} [^', { kind: 'range', from: 14 }],
    ['rate({a="1"} [5^', { kind: 'range', from: 14 }],
    ['sum by (^) (rate({a="1"} | json [5m]))', { kind: 'field', from: 8, query: '{a="1"} | json' }],
    ['{a="1"} # | ^', undefined],
  ])('%s', (marked, context) => {
    expect(at(marked)).toEqual(context);
  });

  it('never fails and never points beyond the cursor', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '[',
      '"',
      '`',
      'a',
      'by',
      '=',
      '!=',
      '|',
      '|=',
      ' ',
      ',',
      '주',
      '5m',
      '#',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(30), (pieces, cut) => {
        const text = pieces.join('');
        const pos = Math.min(cut, text.length);
        const from = logqlContext(text, pos)?.from ?? 0;
        expect(from).toBeGreaterThanOrEqual(0);
        expect(from).toBeLessThanOrEqual(pos);
      }),
    );
  });
});
