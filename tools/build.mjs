// Builds what is needed and nothing more: TypeScript by project references, the web UI when its sources changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
const require = createRequire(import.meta.url);

function run(title, bin, args, cwd) {
  if (!quiet) console.log(title);
  const result = spawnSync(process.execPath, [bin, ...args], { cwd, stdio: quiet ? 'pipe' : 'inherit' });
  if (result.status === 0) return;
  if (quiet) process.stderr.write(Buffer.concat([result.stdout ?? Buffer.of(), result.stderr ?? Buffer.of()]));
  console.error(`${title} failed`);
  process.exit(result.status ?? 1);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

run('TypeScript', require.resolve('typescript/bin/tsc'), ['-b'], root);

const web = join(root, 'packages/web');
const built = join(web, 'dist/index.html');
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => join(web, name));
if (sources.every((path) => existsSync(path))) {
  if (!existsSync(built) || Math.max(...sources.map(newest)) > statSync(built).mtimeMs) {
    const vite = join(dirname(require.resolve('vite/package.json', { paths: [web] })), 'bin/vite.js');
    run('Web UI', vite, ['build', '--logLevel', quiet ? 'error' : 'warn'], web);
  }
}
