import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configurationMarkdown } from './documentation.js';

const DOCS = join(import.meta.dirname, '../../../../docs/configuration.md');

/** Rows of a Markdown table as cells, however a formatter pads them. */
function rows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ |-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

it('docs/configuration.md says what the schema says', () => {
  expect(rows(readFileSync(DOCS, 'utf8'))).toEqual(rows(configurationMarkdown()));
});
