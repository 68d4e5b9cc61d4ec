// Files that import each other in a loop, types counted in: whoever reads one of them has to read them all. None is allowed.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NO_ROOM = /(\.test\.tsx?|\.bench\.ts|\.testkit\.ts)$|[\\/](testkit|node_modules|dist|dist-types)[\\/]/;

/** Static imports alone: a lazy `import()` is how a page that knows another one is kept out of its bundle. */
const SPECIFIER = /^\s*(?:import|export)\s[^'"]*?from\s*'(\.[^']+)'/gm;

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !NO_ROOM.test(file));
}

function importsOf(file, known) {
  return [...readFileSync(file, 'utf8').matchAll(SPECIFIER)].flatMap(([, specifier]) => {
    const path = resolve(dirname(file), specifier).replace(/\.jsx?$/, '');
    return ['.ts', '.tsx'].map((extension) => path + extension).filter((target) => known.has(target));
  });
}

/** Strongly connected files (Tarjan), those of one file left out. */
function circlesIn(graph) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const circles = [];
  const visit = (file) => {
    index.set(file, index.size);
    low.set(file, index.get(file));
    stack.push(file);
    for (const target of graph.get(file)) {
      if (!index.has(target)) visit(target);
      if (stack.includes(target)) low.set(file, Math.min(low.get(file), low.get(target)));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle);
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return circles;
}

/** Every circle in the packages of `root`, as printable lines: its files, and which of them each imports. */
export function circles(root) {
  const files = new Set(sources(join(root, 'packages')));
  const graph = new Map([...files].map((file) => [file, importsOf(file, files)]));
  const name = (file) => relative(root, file).split(sep).join('/');
  return circlesIn(graph).map((circle) =>
    circle
      .toSorted()
      .map(
        (file) =>
          `${name(file)} -> ${graph
            .get(file)
            .filter((to) => circle.includes(to))
            .map(name)
            .join(', ')}`,
      )
      .join('\n'),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = circles(join(dirname(fileURLToPath(import.meta.url)), '..'));
  for (const circle of found) console.error(`${circle}\n`);
  console.log(found.length === 0 ? 'circles: none' : `circles: ${found.length}`);
  process.exit(found.length === 0 ? 0 : 1);
}
