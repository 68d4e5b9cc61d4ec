import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown, safeHref, type Inline } from './markdown.js';

const t = (text: string): Inline => ({ kind: 'text', text });

describe('markdown', () => {
  it('reads blocks', () => {
    const blocks = parseMarkdown(
      '# Title\n\na **b** `c`\nsecond\n\n- x\n- y\n\n1. z\n\n```\n<b>\n```\n---\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
    );
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, inside: [t('Title')] },
      {
        kind: 'paragraph',
        lines: [[t('a '), { kind: 'strong', inside: [t('b')] }, t(' '), { kind: 'code', text: 'c' }], [t('second')]],
      },
      { kind: 'list', ordered: false, items: [[t('x')], [t('y')]] },
      { kind: 'list', ordered: true, items: [[t('z')]] },
      { kind: 'code', text: '' },
      { kind: 'rule' },
      { kind: 'quote', lines: [[t('q')]] },
      { kind: 'table', head: [[t('a')], [t('b')]], rows: [[[t('1')], [t('2')]]] },
    ]);
  });

  it('keeps the text of HTML and none of its tags', () => {
    const blocks = parseMarkdown(
      '<div style="x"><script>alert(1)</script>Hi <img src=x onerror=alert(1)> <b>there</b></div>',
    );
    expect(blocks).toEqual([{ kind: 'paragraph', lines: [[t('Hi  there')]] }]);
  });

  it.each([
    ['[a](https://x.y/z)', { kind: 'link', href: 'https://x.y/z', inside: [t('a')] }],
    ['[a](javascript:alert(1))', t('a')],
    ['https://x.y', { kind: 'link', href: 'https://x.y', inside: [t('https://x.y')] }],
    ['*a*', { kind: 'em', inside: [t('a')] }],
    ['snake_case_name', t('snake_case_name')],
  ])('%s', (text, inline) => {
    expect(parseInline(text)[0]).toEqual(inline);
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(Array.isArray(parseMarkdown(text))).toBe(true);
      }),
    );
  });
});

it.each([
  ['data:text/html,x', undefined],
  ['JAVASCRIPT:x', undefined],
  ['/d/x', '/d/x'],
])('href %s', (href, safe) => {
  expect(safeHref(href)).toBe(safe);
});
