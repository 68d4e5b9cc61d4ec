import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
  unlinkSync,
  writeFileSync,
  linkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '@bongsu/model';

/** Why a data folder cannot be used. The message names the path and the remedy. */
export interface OpenError {
  readonly kind: 'not-writable' | 'held' | 'newer' | 'disk-full' | 'thread-pool' | 'engine';
  readonly message: string;
}

/** A data folder this process holds. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** The engine's own files. */
  readonly engine: string;
  /** Rows on their way into the engine; emptied at every start. */
  readonly spool: string;
  readonly configFile: string;
  /** Lets another process have the folder. Idempotent. */
  release(): void;
}

/** Of the layout of the folder itself; the schema inside the engine has its own numbers. */
export const FOLDER_FORMAT = 1;

/** Below this the engine may fail half way through opening its files. */
const LEAST_FREE_BYTES = 32 * 1024 * 1024;

/** What the lock file says about its owner. */
interface Owner {
  readonly pid: number;
  /** Kernel start time of the process where there is /proc: tells a reused pid from the owner. */
  readonly started: string;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Field 22 of /proc/PID/stat; '' where there is no /proc. */
function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (errorCode(error) !== 'EPERM') return false;
  }
  const started = startTimeOf(owner.pid);
  return started === '' || owner.started === '' || started === owner.started;
}

function parseOwner(text: string): Owner | undefined {
  const match = /^(\d+) (\d*)\n$/.exec(text);
  return match ? { pid: Number(match[1]), started: match[2]! } : undefined;
}

function failure(path: string, error: unknown): OpenError {
  const code = errorCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return { kind: 'disk-full', message: `the disk of the data folder ${path} is full: free some space (${detail})` };
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return { kind: 'not-writable', message: `${path} is not a folder: choose another one with --data (${detail})` };
  }
  return {
    kind: 'not-writable',
    message: `the data folder ${path} cannot be written: give this user write access or choose another one with --data (${detail})`,
  };
}

/**
 * Like `mkdirSync` with `recursive`, which never returns where a file system answers ENOENT to a mkdir below a
 * folder that is there (/proc does).
 */
function makeFolder(path: string, parentsMade = false): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || parentsMade || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    makeFolder(path, true);
  }
}

/** Creates the lock file, taking over one whose owner is dead. */
function lock(path: string, file: string): Result<void, OpenError> {
  const mine = `${process.pid} ${startTimeOf(process.pid)}\n`;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return ok(undefined);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') return err(failure(path, error));
    }
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') continue;
      return err(failure(path, error));
    }
    const owner = parseOwner(text);
    if (owner && isAlive(owner)) {
      return err({
        kind: 'held',
        message: `the data folder ${path} is in use by process ${owner.pid}: stop it (bongsu stop) or choose another folder with --data`,
      });
    }
    removeStale(file, text);
  }
}

/** Removes the lock file if it still says `text`; a third process may have replaced it in the meantime. */
function removeStale(file: string, text: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    // A name that exists again belongs to a fourth process; the engine's own lock settles that race.
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    unlinkSync(aside);
  }
}

function checkFormat(path: string, file: string): Result<void, OpenError> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return err(failure(path, error));
    writeFileSync(file, `${FOLDER_FORMAT}\n`);
    return ok(undefined);
  }
  const format = Number(text);
  if (format === FOLDER_FORMAT) return ok(undefined);
  // An empty file is left by a crash between its creation and its first byte.
  if (text === '') {
    writeFileSync(file, `${FOLDER_FORMAT}\n`);
    return ok(undefined);
  }
  return err({
    kind: 'newer',
    message: `the data folder ${path} has format ${text.trim()} and this version of Bongsu knows up to ${FOLDER_FORMAT}: start the newer version that made it, or choose another folder with --data`,
  });
}

/**
 * Makes the folder if need be, checks that it can be used and holds it for this process until `release`.
 * A lock left by a killed process is taken over. Left-over spool files (never acknowledged) are removed.
 */
export function holdFolder(folder: string): Result<DataFolder, OpenError> {
  const path = resolve(folder);
  const lockFile = join(path, 'lock');
  try {
    makeFolder(path);
    const locked = lock(path, lockFile);
    if (!locked.ok) return locked;
  } catch (error) {
    return err(failure(path, error));
  }
  let held = true;
  const release = (): void => {
    if (!held) return;
    held = false;
    rmSync(lockFile, { force: true });
  };
  const refuse = (error: OpenError): Result<never, OpenError> => {
    release();
    return err(error);
  };
  try {
    const disk = statfsSync(path);
    const free = disk.bavail * disk.bsize;
    if (free < LEAST_FREE_BYTES) {
      return refuse({
        kind: 'disk-full',
        message: `the disk of the data folder ${path} is full: ${free} bytes are free, ${LEAST_FREE_BYTES} are needed to start; free some space`,
      });
    }
    const format = checkFormat(path, join(path, 'format'));
    if (!format.ok) return refuse(format.error);
    const engine = join(path, 'engine');
    const spool = join(path, 'spool');
    makeFolder(engine);
    rmSync(spool, { recursive: true, force: true });
    mkdirSync(spool);
    return ok({ path, engine, spool, configFile: join(path, 'engine.xml'), release });
  } catch (error) {
    return refuse(failure(path, error));
  }
}
