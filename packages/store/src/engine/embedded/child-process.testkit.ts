import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The compiled form of a test program of this package, for tests that need a process of its own: Node runs no
 * TypeScript. Undefined, with a word on the console, when the package is not built; a failure in CI.
 */
export function compiledProgram(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../../dist/${path}`, import.meta.url));
  if (existsSync(file)) return file;
  if (process.env['CI'] === 'true') throw new Error(`${file} is missing: npm run build`);
  console.warn(`skipped: ${file} is missing, npm run build makes it`);
  return undefined;
}
