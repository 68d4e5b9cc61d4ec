import { expect, it } from 'vitest';
import { findActions, queryActions, type PaletteGroup } from './palette-actions.js';

const action = (label: string, detail?: string) => ({
  id: label,
  label,
  ...(detail ? { detail } : {}),
  run: () => undefined,
});
const groups: readonly PaletteGroup[] = [
  { title: 'Pages', actions: [action('Logs'), action('Metrics')] },
  { title: 'Saved', actions: [action('errors', '{service_name="shop"} |= "declined"')] },
];

it.each([
  ['', ['Logs', 'Metrics', 'errors']],
  ['log', ['Logs']],
  ['pages met', ['Metrics']],
  ['DECLINED', ['errors']],
  ['shop errors', ['errors']],
  ['nothing', []],
])('%j finds %j', (text, labels) => {
  expect(findActions(groups, text).flatMap(({ actions }) => actions.map(({ label }) => label))).toEqual(labels);
});

it('shows a few of each group', () => {
  const many = [{ title: 'Services', actions: Array.from({ length: 50 }, (_, i) => action(`s${i}`)) }];
  expect(findActions(many, 's')[0]?.actions).toHaveLength(8);
});

it('opens a query on the page of its language', () => {
  const opened: unknown[] = [];
  const { saved, recent } = queryActions(
    {
      saved: [{ language: 'logql', name: 'n', text: '{a="b"}', at: 1 }],
      recent: [{ language: 'sql', text: 'SELECT 1', at: 2 }],
    },
    (language, text) => opened.push([language, text]),
  );
  for (const { run } of [...saved, ...recent]) run();
  expect(opened).toEqual([
    ['logql', '{a="b"}'],
    ['sql', 'SELECT 1'],
  ]);
});
