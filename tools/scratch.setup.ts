import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const PREFIX = 'bongsu-tests-';

/**
 * One folder for all that the tests of a run put under the temporary folder: data folders are large, and a test that
 * fails or is stopped does not get to remove its own. Called for each project of a run; the first call counts, since a
 * folder in a folder soon makes the path of a socket too long.
 */
export default function scratch(): (() => void) | undefined {
  if (basename(tmpdir()).startsWith(PREFIX)) return undefined;
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  process.env['TMPDIR'] = folder;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  };
}
