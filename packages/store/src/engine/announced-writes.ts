import type { EmbeddedEngine } from './embedded/embedded-engine.js';

/**
 * The same engine, which calls `written` after each statement that may have changed a table and before its caller is
 * told so, also when it failed: part of it may have been stored. `table` is undefined for commands.
 */
export function announcedWrites(engine: EmbeddedEngine, written: (table: string | undefined) => void): EmbeddedEngine {
  return {
    folder: engine.folder,
    version: engine.version,
    insert: async (insert) => {
      try {
        return await engine.insert(insert);
      } finally {
        written(insert.table);
      }
    },
    command: async (command) => {
      try {
        return await engine.command(command);
      } finally {
        written(undefined);
      }
    },
    query: (statement, format, options) => engine.query(statement, format, options),
    stream: (statement, format, options) => engine.stream(statement, format, options),
    close: () => engine.close(),
  };
}
