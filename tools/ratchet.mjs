// File sizes and escapes may only shrink. A file over 800 lines, or over its own entry below, fails; so does a
// vague name, a skipped test, or one more escape (`any`, ts-ignore, eslint-disable) than the ceiling.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const HARD_STOP = 800;
const P90 = 400;

/** Files that may exceed the hard stop, with their ceiling and the reason. Only ever lower these. */
const EXCEPTIONS = {};

/** Ceilings of escapes over all sources. Only ever lower these. */
const ESCAPES = {
  'eslint-disable': 0,
  '@ts-ignore': 0,
  '@ts-expect-error': 0,
  ' as any': 0,
  'it.skip(': 0,
  'it.only(': 0,
};

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const sources = tracked.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && path !== 'tools/ratchet.mjs');

const problems = [];
const sizes = [];
const escapes = Object.fromEntries(Object.keys(ESCAPES).map((key) => [key, 0]));

for (const path of sources) {
  const text = readFileSync(join(root, path), 'utf8');
  const lines = text.split('\n').length;
  sizes.push(lines);
  const ceiling = EXCEPTIONS[path] ?? HARD_STOP;
  if (lines > ceiling) problems.push(`${path}: ${lines} lines, more than ${ceiling}; ask what it is two of`);
  for (const key of Object.keys(ESCAPES)) escapes[key] += text.split(key).length - 1;
}
for (const path of tracked) {
  if (/(^|\/)(utils?|helpers?|common|misc|shared)(\.[a-z]+|\/)/i.test(path)) {
    problems.push(`${path}: this name says nothing; what is the concept?`);
  }
}
for (const [key, ceiling] of Object.entries(ESCAPES)) {
  if (escapes[key] > ceiling) problems.push(`'${key.trim()}' occurs ${escapes[key]} times, more than ${ceiling}`);
}
sizes.sort((a, b) => a - b);
const p90 = sizes[Math.floor(sizes.length * 0.9)] ?? 0;
if (p90 > P90) problems.push(`90 % of files have up to ${p90} lines, more than ${P90}`);

for (const line of problems) console.error(line);
console.log(
  `ratchet: ${sizes.length} files, median ${sizes[Math.floor(sizes.length / 2)]} lines, p90 ${p90}, largest ${sizes.at(-1)}` +
    (problems.length === 0 ? '' : `; ${problems.length} problems`),
);
process.exit(problems.length === 0 ? 0 : 1);
