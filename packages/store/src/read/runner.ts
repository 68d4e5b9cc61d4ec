import { err, ok, type Result } from '@bongsu/model';
import { print, type Select } from '@bongsu/query/sql';
import type { QueryFailure, SqlRunner } from '@bongsu/query/lang';
import type { Engine, EngineError, QueryLimits, ReadFormat } from '../engine/engine.js';

/** What a query language may know of an engine's error. */
export function queryFailureOf(error: EngineError): QueryFailure {
  switch (error.kind) {
    case 'timeout':
    case 'memory':
    case 'cancelled':
    case 'unavailable':
      return { kind: error.kind, message: error.message };
    case 'disk':
      return { kind: 'unavailable', message: error.message };
    case 'statement':
      // A compiled query the engine does not take is a bug of ours, not the user's.
      return { kind: 'internal', message: error.message };
  }
}

/** Rows of JSONCompactEachRow; the engine ends each with a line feed and escapes those inside values. */
function parseRows(bytes: Uint8Array): unknown[][] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (text === '') return [];
  // One parse for all rows is several times faster than one per row.
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return JSON.parse(`[${body.replaceAll(']\n[', '],\n[')}]`) as unknown[][];
}

/**
 * Runs selects with the limits of one request. NaN and the infinities of Float columns come as the texts
 * `nan`, `inf` and `-inf`, since JSON has no numbers for them.
 */
export function createSqlRunner(engine: Engine, limits: QueryLimits): SqlRunner {
  const run = async (
    select: Select,
    format: ReadFormat,
    signal: AbortSignal | undefined,
  ): Promise<Result<Uint8Array, QueryFailure>> => {
    const answer = await engine.query(print(select), format, {
      limits,
      ...(signal === undefined ? {} : { signal }),
    });
    return answer.ok ? answer : err(queryFailureOf(answer.error));
  };
  return {
    rows: async (select, signal) => {
      const answer = await run(select, 'JSONCompactEachRow', signal);
      return answer.ok ? ok(parseRows(answer.value)) : answer;
    },
    binary: (select, signal) => run(select, 'RowBinary', signal),
    columns: (select, signal) => run(select, 'Native', signal),
  };
}
