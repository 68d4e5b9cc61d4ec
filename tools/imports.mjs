// The import table of DESIGN.md section 3, executable. Walks every import of production code, refuses what the
// table does not allow and relative paths that leave a package, and prints the offending edge.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LANGUAGES = ['query/logql', 'query/promql', 'query/traceql'];

/** Folder under packages/ -> folders it may import besides itself. The longest matching folder governs a file. */
export const ALLOWED = {
  model: [],
  wire: ['model'],
  'query/sql': ['model'],
  'query/lang': ['model', 'query/sql'],
  'query/logql': ['model', 'query/lang', 'query/sql'],
  'query/promql': ['model', 'query/lang', 'query/sql'],
  'query/traceql': ['model', 'query/lang', 'query/sql'],
  'query/services': ['model', 'query/lang', 'query/sql'],
  'query/span-metrics': ['model', 'query/lang', 'query/sql'],
  // Syntax ships to the browser: no SQL, no plan, no executor.
  'query/logql/syntax': ['model', 'query/lang'],
  'query/promql/syntax': ['model', 'query/lang'],
  'query/traceql/syntax': ['model', 'query/lang'],
  store: ['model', 'query/sql', 'query/lang'],
  server: ['model', 'wire', 'query/sql', 'query/lang', 'query/services', 'query/span-metrics', ...LANGUAGES, 'store'],
  cli: ['model', ...LANGUAGES.map((l) => `${l}/syntax`), 'server'],
  web: ['model', ...LANGUAGES.map((l) => `${l}/syntax`)],
};

/** Test kits build real engines for tests; production code never imports them. */
const TEST_ONLY = /(\.test\.tsx?|\.bench\.ts|\.testkit\.ts)$|[\\/](testkit|script)[\\/]/;

const SPECIFIER = /^\s*(?:import|export)\s[^'"]*?from\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** The table's folder that governs a path like `query/logql/syntax/parse.ts`. */
export function folderOf(path) {
  const folders = Object.keys(ALLOWED).filter((f) => path === f || path.startsWith(`${f}/`));
  return folders.sort((a, b) => b.length - a.length)[0];
}

function mayImport(from, to) {
  if (from === to) return true;
  // A subfolder's own parent may use it: plan and compile read syntax.
  if (to.startsWith(`${from}/`)) return true;
  return ALLOWED[from].some((allowed) => to === allowed || to.startsWith(`${allowed}/`));
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'dist-types'].includes(entry.name) ? [] : walk(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** Every offence in the packages of `root`, as printable lines. */
export function offences(root) {
  const packages = join(root, 'packages');
  const found = [];
  for (const file of walk(packages)) {
    if (TEST_ONLY.test(file)) continue;
    const at = relative(packages, file).split(sep).join('/');
    const [name] = at.split('/');
    const inPackage = at.replace(`${name}/src/`, `${name}/`);
    const from = folderOf(inPackage);
    if (from === undefined) {
      found.push(`${at}: no row of the import table governs this folder`);
      continue;
    }
    const manifest = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
    const source = readFileSync(file, 'utf8');
    for (const match of source.matchAll(SPECIFIER)) {
      const specifier = match[1] ?? match[2] ?? match[3];
      let target;
      if (specifier.startsWith('.')) {
        const path = relative(packages, resolve(dirname(file), specifier))
          .split(sep)
          .join('/');
        if (!path.startsWith(`${name}/src/`)) {
          found.push(`${at}: relative import '${specifier}' leaves the package; import '@bongsu/...' instead`);
          continue;
        }
        if (TEST_ONLY.test(path.replace(/\.js$/, '.ts'))) {
          found.push(`${at}: production code imports the test kit '${specifier}'`);
          continue;
        }
        target = folderOf(path.replace(`${name}/src/`, `${name}/`).replace(/\.js$/, ''));
      } else if (specifier.startsWith('@bongsu/')) {
        const path = specifier.slice('@bongsu/'.length);
        target = folderOf(path);
        const dependency = `@bongsu/${path.split('/')[0]}`;
        if (!(dependency in (manifest.dependencies ?? {}))) {
          found.push(`${at}: '${dependency}' is not among the dependencies of ${manifest.name}`);
        }
      } else {
        continue;
      }
      if (target === undefined || !mayImport(from, target)) {
        const allowed = ALLOWED[from].join(', ') || 'nothing of ours';
        found.push(`${at}: ${from} may not import ${target ?? specifier} ('${specifier}'); allowed: ${allowed}`);
      }
    }
  }
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = offences(join(dirname(fileURLToPath(import.meta.url)), '..'));
  for (const line of found) console.error(line);
  console.log(found.length === 0 ? 'imports: every edge is allowed' : `imports: ${found.length} offences`);
  process.exit(found.length === 0 ? 0 : 1);
}
