import { expect, it } from 'vitest';
import { pageLinks } from './page-links.js';

const pages = {
  '/': ['assets/home-1.js', 'assets/home-1.css'],
  '/traces': ['assets/traces-1.js'],
  '/traces/$traceId': ['assets/trace-1.js'],
};
const script = (name: string): string => `<link rel="modulepreload" crossorigin href="./assets/${name}.js">`;

it.each([
  ['/', `${script('home-1')}<link rel="stylesheet" crossorigin href="./assets/home-1.css">`],
  ['/traces', script('traces-1')],
  ['/traces/', script('traces-1')],
  ['/traces/0af7651916cd43dd', script('trace-1')],
  ['/traces/a%2Fb', script('trace-1')],
  ['/traces/a/b', ''],
  ['/no/such/page', ''],
  ['/toString', ''],
])('the page at %s brings its files along', (path, links) => {
  expect(pageLinks(pages, path)).toBe(links);
});
