import type { EmbeddedEngine } from './embedded/embedded-engine.js';
import type { Insert } from './engine.js';

/** A statement that may have changed what is stored. */
export type AnnouncedWrite =
  | { readonly kind: 'insert'; readonly insert: Insert; /** False: part of it may be. */ readonly stored: boolean }
  /** It may have changed or deleted anything. */
  | { readonly kind: 'command' };

/**
 * The same engine, which calls `written` after each statement that may have changed a table and before its caller is
 * told so, also when it failed: part of it may have been stored.
 */
export function announcedWrites(engine: EmbeddedEngine, written: (write: AnnouncedWrite) => void): EmbeddedEngine {
  return {
    folder: engine.folder,
    version: engine.version,
    insert: async (insert) => {
      let stored = false;
      try {
        const done = await engine.insert(insert);
        stored = done.ok;
        return done;
      } finally {
        written({ kind: 'insert', insert, stored });
      }
    },
    command: async (command) => {
      try {
        return await engine.command(command);
      } finally {
        written({ kind: 'command' });
      }
    },
    query: (statement, format, options) => engine.query(statement, format, options),
    stream: (statement, format, options) => engine.stream(statement, format, options),
    close: () => engine.close(),
  };
}
