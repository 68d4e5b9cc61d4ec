// Sums what a first load fetches (the entry with its static imports, and what all pages have in common; gzipped) and
// fails over budget.
// Budgets: 4 KB of script in the document, 230 KB of script, 40 KB of style for the first load; 60 KB of script for any lazy route on top of it; the
// query editor with one language, which no route waits for, 160 KB, for the service map's graph, which its table does
// without, 90 KB.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const KB = 1000;
const budget = { inline: 4 * KB, script: 230 * KB, style: 40 * KB, route: 60 * KB, editor: 160 * KB, map: 90 * KB };
const dist = join(dirname(fileURLToPath(import.meta.url)), 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

const gz = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

/** Files that loading `key` fetches before it can run: itself, its static imports, and their style sheets. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

function filesOf(keys) {
  const files = new Set();
  for (const key of keys) {
    files.add(manifest[key].file);
    for (const css of manifest[key].css ?? []) files.add(css);
  }
  return files;
}

function sum(files, extension) {
  return [...files].filter((file) => file.endsWith(extension)).reduce((total, file) => total + gz(file), 0);
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
if (entry === undefined) throw new Error('the manifest has no entry: run `vite build` first');
const pages = Object.values(JSON.parse(readFileSync(join(dist, 'pages.json'), 'utf8')));
const ofAllPages = (pages[0] ?? []).filter((file) => pages.every((files) => files.includes(file)));
const first = new Set([...filesOf(closure(entry)), ...ofAllPages]);
const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB gz`;
let failed = false;

function line(what, bytes, limit) {
  const over = bytes > limit;
  failed ||= over;
  console.log(`${over ? 'OVER ' : 'ok   '}${what.padEnd(42)} ${kb(bytes).padStart(12)} of ${kb(limit)}`);
}

/** Files that are loaded by the time a part is asked for: the first load's, and those that all pages asking for it have in common. */
function thereBefore(key) {
  const askers = Object.keys(manifest).filter((other) => manifest[other].dynamicImports?.includes(key));
  const loaded = askers.map((other) => filesOf(closure(other)));
  const common = [...(loaded[0] ?? [])].filter((file) => loaded.every((files) => files.has(file)));
  return new Set([...first, ...common]);
}

// Scripts that stand in the document keep the first byte of everything else back.
const inline = [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/<script[^>]*>([\s\S]+?)<\/script>/g)];
line(
  'first load, script in the document',
  gzipSync(inline.map(([, code]) => code).join('\n'), { level: 9 }).length,
  budget.inline,
);
line('first load, script', sum(first, '.js'), budget.script);
line('first load, style', sum(first, '.css'), budget.style);
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry) continue;
  const there = thereBefore(key);
  const extra = [...filesOf(closure(key))].filter((file) => !there.has(file));
  line(
    `  + ${key}`,
    sum(extra, '.js') + sum(extra, '.css'),
    key.includes('/query-editor/') ? budget.editor : key.includes('/map-canvas') ? budget.map : budget.route,
  );
}
process.exit(failed ? 1 : 0);
