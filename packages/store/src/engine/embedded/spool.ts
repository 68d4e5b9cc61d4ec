import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes `chunks` one after the other to a new file in `folder` and returns its path; the caller removes it.
 * Not synced: a crash loses the file together with the insert nobody was answered for.
 */
export async function writeSpoolFile(folder: string, name: string, chunks: readonly Uint8Array[]): Promise<string> {
  const path = join(folder, name);
  const file = await open(path, 'wx');
  try {
    let rest = chunks.filter((chunk) => chunk.length > 0);
    while (rest.length > 0) {
      // A full disk or a signal cuts a write short.
      const { bytesWritten } = await file.writev(rest);
      rest = remaining(rest, bytesWritten);
    }
  } catch (error) {
    await file.close();
    await unlink(path);
    throw error;
  }
  await file.close();
  return path;
}

/** What is left of `chunks` after their first `written` bytes. */
export function remaining(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  let skip = written;
  for (const [i, chunk] of chunks.entries()) {
    if (skip < chunk.length) return [chunk.subarray(skip), ...chunks.slice(i + 1)];
    skip -= chunk.length;
  }
  return [];
}
