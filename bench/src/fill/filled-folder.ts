import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStatements } from '../bare-engine.js';

const HOUR_MS = 3_600_000;

export interface FilledFolder {
  readonly path: string;
  /** Exclusive end of what is in it: a whole hour. */
  readonly endMs: number;
  /** Removes it, unless it was asked to be kept. */
  readonly done: () => void;
}

/**
 * A data folder with the rows of `statements`: a new one that goes after the run, or the one at `keep`, filled by the
 * first run that names it and used again by the next ones (`--folder`), since filling takes longer than measuring.
 */
export async function filledFolder(
  keep: string | undefined,
  rows: number,
  statements: (endMs: number) => readonly string[],
): Promise<FilledFolder> {
  const note = keep === undefined ? undefined : `${keep}.fill.json`;
  if (keep !== undefined && note !== undefined && existsSync(note)) {
    const filled = JSON.parse(readFileSync(note, 'utf8')) as { rows: number; endMs: number };
    if (filled.rows !== rows) throw new Error(`${keep} was filled with ${filled.rows} rows, not ${rows}`);
    return { path: keep, endMs: filled.endMs, done: () => undefined };
  }
  const path = keep ?? mkdtempSync(join(tmpdir(), 'bongsu-bench-'));
  const endMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  console.log(`filling ${rows} rows`);
  await runStatements(path, statements(endMs));
  if (note !== undefined) writeFileSync(note, JSON.stringify({ rows, endMs }));
  return {
    path,
    endMs,
    done: note === undefined ? () => rmSync(path, { recursive: true, force: true }) : () => undefined,
  };
}
