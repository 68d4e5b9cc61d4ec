import { type MessageKey } from '../../i18n/en.js';

/** Keys, a space between those that do the same, and what they do. */
export type KeyMeaning = readonly [keys: string, meaning: MessageKey & `keys.${string}`];

/** Keys of every page. */
export const frameKeys = [
  ['Ctrl+K', 'keys.palette'],
  ['/', 'keys.filter'],
  ['g', 'keys.jump'],
  ['d', 'keys.range'],
  ['r', 'keys.refresh'],
  ['Esc', 'keys.close'],
  ['?', 'keys.help'],
] as const satisfies readonly KeyMeaning[];

const rows = ['j k ↓ ↑', 'keys.rows'] as const;
const open = ['Enter', 'keys.open'] as const;
const run = ['Ctrl+Enter', 'keys.run'] as const;
const earlier = ['Ctrl+↑ Ctrl+↓', 'keys.history'] as const;

/** Keys of a page beside those of the frame, by the id of its route. */
export const pageKeys: Readonly<Record<string, readonly KeyMeaning[]>> = {
  '/': [rows, open],
  '/services/$name': [rows, open, ['t', 'keys.trace'], ['l', 'keys.live']],
  '/logs': [run, earlier, rows, open, ['t', 'keys.trace'], ['l', 'keys.live']],
  '/traces': [run, earlier, rows, open],
  '/traces/$traceId': [
    rows,
    open,
    ['← →', 'keys.fold'],
    ['[ ]', 'keys.level'],
    ['n N', 'keys.error'],
    ['f', 'keys.subtree'],
    ['+ -', 'keys.zoom'],
    ['h l', 'keys.pan'],
  ],
  '/metrics': [run, earlier],
  '/sql': [run, earlier],
};
