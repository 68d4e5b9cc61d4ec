import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorsMarkdown } from './documentation.js';
import { ERRORS, GRPC, type ErrorEntry } from './registry.js';

const DOCS = join(import.meta.dirname, '../../../../docs/errors.md');

/** Rows of a Markdown table as cells, however a formatter pads them. */
function rows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ |-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

it('docs/errors.md says what the registry says', () => {
  expect(rows(readFileSync(DOCS, 'utf8'))).toEqual(rows(errorsMarkdown()));
});

it.each(Object.entries<ErrorEntry>(ERRORS))('%s: statuses fit the promise of a retry', (_, entry) => {
  // What OTLP senders try again: 429, 502, 503, 504 and, over gRPC, these codes.
  const retried = [408, 429, 503, 504].includes(entry.http);
  expect(entry.retryable).toBe(retried);
  expect(GRPC[entry.grpc]).toBeGreaterThan(0);
  expect(entry.loki).toBeGreaterThanOrEqual(400);
  expect(entry.tempo).toBeGreaterThanOrEqual(400);
});
