import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import type * as Server from '@bongsu/server' with { 'resolution-mode': 'import' };

export interface LoadedServer {
  readonly server: typeof Server;
  /** Whether V8 took the code that the build left. */
  readonly compiled: boolean;
  /** What V8 has compiled of it up to now, for {@link CODE} beside the server's file. */
  code(): Buffer;
}

/** Beside the server's file: its functions compiled, as the build left them. Another V8 leaves them aside. */
export const CODE = '.code';

/** Loads the server's one module. With its code compiled before, that takes 0.25 s instead of 0.6. */
export function loadServer(): LoadedServer {
  const file = createRequire(__filename).resolve('@bongsu/server');
  const cachedData = existsSync(file + CODE) ? readFileSync(file + CODE) : undefined;
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  run(module.exports, createRequire(file), module, file, dirname(file));
  return {
    server: module.exports as typeof Server,
    compiled: cachedData !== undefined && script.cachedDataRejected !== true,
    code: () => script.createCachedData(),
  };
}
