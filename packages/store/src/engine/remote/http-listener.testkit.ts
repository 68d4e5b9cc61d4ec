import { writeFile, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { drainPending, Session } from 'chdb';
import { exceptionCode } from '../error-kind.js';
import { literal } from '../embedded/literal.js';

/**
 * Enough of ClickHouse's HTTP interface to test the remote engine against the real engine: the statement in the
 * body or in `query`, `param_*` bound by the engine's own parser, settings from the URL, `query_id`, insert bodies
 * in RowBinary, error status and header, exceptions after the first rows.
 */
export interface HttpListener {
  readonly url: string;
  /** Statements the engine runs now for this listener. */
  running(): Promise<number>;
  close(): Promise<void>;
}

const OWN = new Set(['query', 'database', 'query_id', 'wait_end_of_query', 'default_format', 'session_id', 'role']);
const TAG = 'abcdefghijklmnop';

export async function listenHttp(folder: string, spool: string, sessions = 4): Promise<HttpListener> {
  const open = (): Session => {
    const session = new Session(folder);
    // A setting of the parser, which a server takes from the URL before it parses.
    session.query('SET max_query_size = 16777216');
    return session;
  };
  const control = open();
  const idle = Array.from({ length: sessions }, open);
  const waiting: ((session: Session) => void)[] = [];
  let serial = 0;

  const borrow = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = idle.pop() ?? (await new Promise<Session>((resolve) => waiting.push(resolve)));
    try {
      return await work(session);
    } catch (error) {
      // A failed statement stays in the process list until its session runs another one.
      await session.queryAsync('SELECT 1');
      throw error;
    } finally {
      const next = waiting.shift();
      if (next) next(session);
      else idle.push(session);
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const statement = url.searchParams.get('query') ?? body.toString('utf8');
    if (/^\s*KILL QUERY/.test(statement)) {
      const id = url.searchParams.get('param_id') ?? '';
      await control.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${literal('String', id)} ASYNC`);
      response.end();
      return;
    }
    await borrow(async (session) => {
      await session.queryAsync(`USE ${url.searchParams.get('database') ?? 'default'}`);
      for (const [name, value] of url.searchParams) {
        if (name.startsWith('param_')) await session.queryAsync(`SET ${name} = ${literal('String', value)}`);
      }
      const insert = /^\s*INSERT INTO (\S+) \(([\s\S]*)\) FORMAT RowBinary\s*$/.exec(statement);
      if (insert) {
        await insertRows(session, insert[1]!, insert[2]!, body, url);
        response.end();
      } else {
        await select(session, statement, url, response);
      }
    });
  };

  const insertRows = async (
    session: Session,
    table: string,
    columns: string,
    body: Buffer,
    url: URL,
  ): Promise<void> => {
    const types = await session.queryAsync(
      `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = ${literal('String', table)}`,
      { format: 'JSONCompactEachRow' },
    );
    const typeOf = new Map(
      types
        .text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as [string, string]),
    );
    const structure = columns
      .split(', ')
      .map((name) => `${name} ${typeOf.get(name.replaceAll('`', '')) ?? 'String'}`)
      .join(', ');
    const path = join(spool, `http-${++serial}`);
    await writeFile(path, body);
    try {
      await session.queryAsync(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM file(${literal('String', path)}, 'RowBinary', ` +
          `${literal('String', structure)}) ${settingsOf(url)}`,
      );
    } finally {
      await unlink(path);
    }
  };

  const select = async (session: Session, statement: string, url: URL, response: ServerResponse): Promise<void> => {
    const format = /FORMAT (\w+)\s*$/.exec(statement)?.[1] ?? 'TabSeparated';
    const sql = /^\s*(SELECT|WITH)\b/i.test(statement) ? `${statement} ${settingsOf(url)}` : statement;
    if (url.searchParams.get('wait_end_of_query') === '1' || !/FORMAT \w+\s*$/.test(statement)) {
      const answer = await session.queryAsync(sql, { format });
      response.end(answer.bytes());
      return;
    }
    const stream = session.queryStream(sql, { format });
    try {
      for await (const chunk of stream) {
        if (!response.headersSent) response.setHeader('X-ClickHouse-Exception-Tag', TAG);
        if (response.destroyed) break;
        if (!response.write(chunk.raw())) {
          await new Promise<void>((resolve) => {
            const go = (): void => {
              response.off('drain', go).off('close', go);
              resolve();
            };
            response.on('drain', go).on('close', go);
          });
        }
      }
      response.end();
    } catch (error) {
      if (!response.headersSent) throw error;
      await session.queryAsync('SELECT 1');
      const message = `${(error as Error).message}\n`;
      response.write(
        `\r\n__exception__\r\n${TAG}\r\n${message}${Buffer.byteLength(message)} ${TAG}\r\n__exception__\r\n`,
      );
      response.end();
    } finally {
      stream.cancel();
    }
  };

  const server: Server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.statusCode = 500;
      response.setHeader('X-ClickHouse-Exception-Code', String(exceptionCode(message) ?? 1000));
      response.end(message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    running: async () => {
      const answer = await control.queryAsync(
        "SELECT count() FROM system.processes WHERE Settings['log_comment'] != ''",
        { format: 'TSVRaw' },
      );
      return Number(answer.text());
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const session of [control, ...idle]) session.close();
      await drainPending();
    },
  };
}

/** Settings of the URL, with the query id as the comment by which the statement is found. */
function settingsOf(url: URL): string {
  const settings: string[] = [];
  for (const [name, value] of url.searchParams) {
    if (!OWN.has(name) && !name.startsWith('param_') && !name.includes('http')) {
      settings.push(`${name} = ${/^-?[\d.]+$/.test(value) ? value : literal('String', value)}`);
    }
  }
  const id = url.searchParams.get('query_id');
  if (id !== null) settings.push(`log_comment = ${literal('String', id)}`);
  return settings.length === 0 ? '' : `SETTINGS ${settings.join(', ')}`;
}
