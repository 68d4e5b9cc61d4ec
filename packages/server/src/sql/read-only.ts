import { err, ok, type Result } from '@bongsu/model';
import { tokens, type Token } from './tokens.js';

/** Why a statement is not run, and where. */
export interface Refusal {
  /** 0-based index into the statement. */
  readonly at: number;
  readonly message: string;
}

const STARTS = ['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN'];
const SHOWN = ['TABLES', 'COLUMNS', 'FIELDS', 'INDEX', 'INDEXES', 'KEYS', 'FUNCTIONS'];
const EXPLAINED = ['AST', 'SYNTAX', 'QUERY', 'TREE', 'PLAN', 'PIPELINE', 'ESTIMATE'];

/** Clauses that would lift the settings of the page, write a file, or give another format than the page reads. */
const REFUSED_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SETTINGS: 'the settings of a statement are those of the page',
    INTO: 'nothing is written from here',
    FORMAT: 'the page asks for the format it reads',
    PARALLEL: 'one statement at a time',
  }),
);

/** What of `system` tells about the schema and not about other people's queries, files or settings. */
const SYSTEM_TABLES = ['columns', 'data_skipping_indices', 'functions', 'numbers', 'one', 'parts', 'tables'];
/** Where an unqualified name is looked up; other databases are named by nobody who has none to hide. */
const OWN_DATABASE = 'bongsu';
const DATABASES = ['system', 'information_schema', 'default', '_temporary_and_external_tables'];

/** Words that a parenthesis may follow without making a call. */
const BEFORE_PARENTHESIS = new Set(
  (
    'ALL AND ANTI ANY APPLY ARRAY AS ASC ASOF BETWEEN BY CASE CAST COLUMNS CROSS CUBE DESC DESCRIBE DISTINCT ELSE EXCEPT EXISTS ' +
    'EXPLAIN FILL FROM FULL GLOBAL GROUP GROUPING HAVING ILIKE IN INNER INTERPOLATE INTERSECT INTERVAL IS JOIN LEFT ' +
    'LIKE LIMIT NOT OFFSET ON OR ORDER OVER PARTITION PASTE PIPELINE PLAN PREWHERE QUALIFY REPLACE RIGHT ROLLUP ROWS ' +
    'SAMPLE SELECT SEMI SETS SYNTAX TABLE THEN TO TREE UNION USING VALUES WHEN WHERE WINDOW WITH AST ESTIMATE QUERY'
  ).split(' '),
);

/** Types that take parameters, as in `CAST(x AS Nullable(String))` and `x::Array(String)`. */
const TYPES = new Set(
  (
    'array bool date date32 datetime datetime64 decimal decimal32 decimal64 decimal128 decimal256 enum8 enum16 ' +
    'fixedstring lowcardinality map nested nullable tuple variant json time64 numeric'
  ).split(' '),
);

/**
 * Whether a statement only reads, and only what it may. The engine is told `readonly` as well; but there file('/etc/passwd')
 * is a function like any other, and a subquery may change settings (both seen in ClickHouse 26.7).
 * @param mayCall knows, by its name in lower case, each function that reads nothing but its arguments.
 * @returns the statement without the semicolon at its end.
 */
export function checkReadOnly(sql: string, mayCall: (name: string) => boolean): Result<string, Refusal> {
  const cut = tokens(sql);
  if (!cut.ok) return cut;
  const all = [...cut.value];
  let end = sql.length;
  while (all.at(-1)?.text === ';' && all.at(-1)?.kind === 'sign') end = all.pop()?.at ?? end;
  const [first, second, third] = all;
  if (first === undefined) return err({ at: 0, message: 'there is no statement' });
  const refused = startRefusal(first, second, third) ?? all.map((_, i) => tokenRefusal(all, i, mayCall)).find(Boolean);
  return refused ? err(refused) : ok(sql.slice(0, end));
}

function startRefusal(first: Token, second: Token | undefined, third: Token | undefined): Refusal | undefined {
  // A select in parentheses.
  if (isSign(first, '(')) return undefined;
  const word = keyword(first);
  if (word === undefined || !STARTS.includes(word)) {
    return { at: first.at, message: `only ${STARTS.join(', ')} may stand here, and no ${first.text.slice(0, 30)}` };
  }
  const next = second === undefined ? '' : (keyword(second) ?? '');
  if (word === 'SHOW') {
    const created = next === 'CREATE' && third !== undefined && keyword(third) === 'TABLE';
    if (!created && !SHOWN.includes(next)) {
      return { at: first.at, message: `SHOW knows ${SHOWN.join(', ')} and CREATE TABLE here` };
    }
  }
  if (word === 'EXPLAIN' && ![...EXPLAINED, 'SELECT', 'WITH'].includes(next) && !(second && isSign(second, '('))) {
    return { at: second?.at ?? first.at, message: `EXPLAIN is for ${EXPLAINED.join(', ')} of a SELECT here` };
  }
  return undefined;
}

function tokenRefusal(all: readonly Token[], i: number, mayCall: (name: string) => boolean): Refusal | undefined {
  const token = all[i]!;
  const next = all[i + 1];
  if (isSign(token, ';')) return { at: token.at, message: 'one statement at a time' };
  if (isSign(token, '{') && next?.kind === 'word') return { at: token.at, message: 'parameters are not supported' };
  if (token.kind !== 'word' && token.kind !== 'quoted') return undefined;
  const called = next !== undefined && isSign(next, '(');
  const word = keyword(token);
  const why = word === undefined || called ? undefined : REFUSED_WORDS.get(word);
  if (why !== undefined) return { at: token.at, message: `${token.text}: ${why}` };
  return (
    (next && isSign(next, '.') && databaseRefusal(token, all[i + 2])) ||
    (called ? callRefusal(all, i, mayCall) : undefined)
  );
}

function databaseRefusal(token: Token, table: Token | undefined): Refusal | undefined {
  const database = token.text.toLowerCase();
  if (!DATABASES.includes(database)) return undefined;
  if (database === 'system' && table !== undefined && SYSTEM_TABLES.includes(table.text.toLowerCase()))
    return undefined;
  return {
    at: token.at,
    message: `${token.text}.${table?.text ?? ''} is not readable here: use the tables of ${OWN_DATABASE}, or ${SYSTEM_TABLES.map((name) => `system.${name}`).join(', ')}`,
  };
}

function callRefusal(all: readonly Token[], i: number, mayCall: (name: string) => boolean): Refusal | undefined {
  const token = all[i]!;
  const name = token.text.toLowerCase();
  if (token.kind === 'word' && BEFORE_PARENTHESIS.has(token.text.toUpperCase())) {
    return undefined;
  }
  if (mayCall(name) || TYPES.has(name)) return undefined;
  return {
    at: token.at,
    message: `${token.text}() may not be called here: it is unknown, or reads more than its arguments`,
  };
}

/** A word as a keyword, in upper case; a quoted name is none. */
function keyword(token: Token): string | undefined {
  return token.kind === 'word' ? token.text.toUpperCase() : undefined;
}

function isSign(token: Token, sign: string): boolean {
  return token.kind === 'sign' && token.text === sign;
}
