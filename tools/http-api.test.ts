import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** A path with each changing segment as `{}`: `/api/v1/label/{}/values`. */
const shape = (path: string): string =>
  path.replace(/\$?\{[^{}]*(?:\([^()]*(?:\([^()]*\))?[^()]*\))?[^{}]*\}/g, '{}').replace(/\/$/, '');

/** API paths that stand in the source of the UI, as texts or templates. */
function usedPaths(): string[] {
  const found = new Set<string>();
  for (const file of sources(join(ROOT, 'packages/web/src'))) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/['`/}]((?:\/)(?:loki\/)?api\/[^'`\s?]*)/g)) {
      found.add(shape(path ?? ''));
    }
  }
  return [...found].sort();
}

it('docs/http-api.md lists every endpoint that the UI uses', () => {
  const page = readFileSync(join(ROOT, 'docs/http-api.md'), 'utf8');
  const listed = new Set(
    [...page.matchAll(/\b(?:GET|POST|DELETE) (\/[^\s`]+)`/g)].map(([, path]) => shape(path ?? '')),
  );
  expect(listed.size).toBeGreaterThan(20);
  const used = usedPaths();
  expect(used).toContain('/api/v1/label/{}/values');
  expect(used.filter((path) => !listed.has(path))).toEqual([]);
});

it('the UI asks through its API folder alone', () => {
  const askers = sources(join(ROOT, 'packages/web/src'))
    .filter((file) => /\bfetch\(|new (?:WebSocket|EventSource|XMLHttpRequest)\(/.test(readFileSync(file, 'utf8')))
    .map((file) =>
      file
        .slice(ROOT.length + 1)
        .split('/')
        .slice(3, 4)
        .join('/'),
    );
  // The first question of a page is asked before the folder's own code is there; what it asks for is the folder's.
  expect([...new Set(askers)].sort()).toEqual(['api', 'first-question']);
});
