// Builds what is needed and nothing more: TypeScript by project references, the server as one module and the web UI
// when their sources changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
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

/** Time of the newest file in a folder but for those in `except`, or of the file. */
function newest(path, except = []) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return except.includes(path) ? 0 : stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name), except)));
}

run('TypeScript', require.resolve('typescript/bin/tsc'), ['-b'], root);

// One script where there were two thousand modules, with what V8 compiled of it: Node takes a second less to load it.
// Left where they are: native code, what starts threads from files of its own, what only Kubernetes needs.
const LEFT = ['@bongsu/web', '@clickhouse/client', '@kubernetes/client-node', 'chdb', 'pino', 'snappy'];
const server = join(root, 'packages/server/dist/server.cjs');
const modules = ['model', 'wire', 'store', 'query', 'server'].map((name) => join(root, 'packages', name, 'dist'));
const code = `${server}.code`;
const made = [server, code];
const serverIsOld =
  !made.every(existsSync) || Math.max(...modules.map((path) => newest(path, made))) > statSync(server).mtimeMs;
if (serverIsOld) {
  if (!quiet) console.log('Server');
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: join(root, 'packages/server/dist/index.js'),
    platform: 'node',
    external: (id) => LEFT.some((name) => id === name || id.startsWith(`${name}/`)),
  });
  rmSync(code, { force: true });
  await bundle.write({ file: server, format: 'cjs', codeSplitting: false, dynamicImportInCjs: false });
}

const web = join(root, 'packages/web');
const built = join(web, 'dist/index.html');
const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json'].map((name) => join(web, name));
if (sources.every((path) => existsSync(path))) {
  if (!existsSync(built) || Math.max(...sources.map((path) => newest(path))) > statSync(built).mtimeMs) {
    const vite = join(dirname(require.resolve('vite/package.json', { paths: [web] })), 'bin/vite.js');
    run('Web UI', vite, ['build', '--logLevel', quiet ? 'error' : 'warn'], web);
  }
}

if (serverIsOld) run('Code of the server', join(root, 'tools/server-code.mjs'), [], root);
