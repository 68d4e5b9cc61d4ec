import { describe, expect, it } from 'vitest';
import { readQueryLists, withoutRecent, withoutSaved, withRecent, withSaved, type QueryLists } from './query-lists.js';

const none: QueryLists = { recent: [], saved: [] };
const run = (lists: QueryLists, ...texts: string[]): QueryLists =>
  texts.reduce((all, text, at) => withRecent(all, { language: 'logql', text, at }), lists);
const texts = (lists: QueryLists): string[] => lists.recent.map(({ text }) => text);

describe('recent queries', () => {
  it('stand newest first, each once, without the space around', () => {
    expect(texts(run(none, 'a', 'b', ' a ', ''))).toEqual(['a', 'b']);
  });

  it('are kept up to a hundred of a language, whatever the others hold', () => {
    const other = withRecent(none, { language: 'sql', text: 'SELECT 1', at: 0 });
    const many = run(other, ...Array.from({ length: 150 }, (_, i) => `q${i}`));
    expect(many.recent).toHaveLength(101);
    expect(texts(many)[0]).toBe('q149');
    expect(texts(withoutRecent(many, 'logql'))).toEqual(['SELECT 1']);
  });
});

describe('saved queries', () => {
  it('have one text a name and language', () => {
    const save = (lists: QueryLists, language: 'logql' | 'sql', name: string, text: string): QueryLists =>
      withSaved(lists, { language, name, text, at: 1 });
    const two = save(save(save(none, 'logql', 'errors', 'a'), 'sql', 'errors', 'b'), 'logql', ' errors ', 'c');
    expect(two.saved.map(({ language, name, text }) => [language, name, text])).toEqual([
      ['logql', 'errors', 'c'],
      ['sql', 'errors', 'b'],
    ]);
    expect(withoutSaved(two, 'sql', 'errors').saved).toHaveLength(1);
  });
});

describe('what is stored', () => {
  it.each([
    [null, 0, 0],
    ['{broken', 0, 0],
    ['[]', 0, 0],
    ['{"recent":[{"language":"logql","text":"a"},{"language":"basic","text":"a"},7]}', 1, 0],
    ['{"saved":[{"language":"sql","text":"a","name":"n"},{"language":"sql","text":"a"}]}', 0, 1],
  ])('%j', (text, recent, saved) => {
    const lists = readQueryLists(text);
    expect([lists.recent.length, lists.saved.length]).toEqual([recent, saved]);
  });
});
