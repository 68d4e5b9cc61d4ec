/** What a person would write for an answer: statements that run one after the other. */
export type Reference = readonly Statement[];

/**
 * A statement; or two of which the second, over `all` of the range, only runs where the first, over what is `near` its
 * end, gives fewer rows than are `enough`. It may name what the statement before it found, see `each`.
 */
export type Statement = string | { readonly near: string; readonly enough: number; readonly all: string };

/** A row as `JSONCompactEachRow` has it. */
export type Row = readonly unknown[];

/** Runs a statement; gives its rows as `JSONCompactEachRow`. */
export type Ask = (sql: string) => Promise<Uint8Array>;

/** Stands for `template` with each first column of the statement before, once each, in place of its `?`, by commas. */
export const each = (template: string): string => `{each ${template}}`;

/**
 * What each statement gave, unparsed, so that who times it times no more than a person waits for. A statement that names
 * what an empty one before it found does not run and gives nothing. Throws where that is neither a number nor hex.
 */
export async function runReference(reference: Reference, ask: Ask): Promise<Uint8Array[]> {
  const answers: Uint8Array[] = [];
  for (const statement of reference) {
    const before = answers.at(-1);
    const run = async (sql: string): Promise<Uint8Array> => {
      const named = naming(sql, before);
      return named === undefined ? new Uint8Array(0) : ask(named);
    };
    if (typeof statement === 'string') answers.push(await run(statement));
    else {
      const near = await run(statement.near);
      answers.push(countRows(near) >= statement.enough ? near : await run(statement.all));
    }
  }
  return answers;
}

export const rowsOf = (answer: Uint8Array): Row[] =>
  linesOf(answer).map((line) => {
    const row: unknown = JSON.parse(line);
    if (!Array.isArray(row)) throw new Error(`no row: ${line}`);
    return row as Row;
  });

const linesOf = (answer: Uint8Array): string[] =>
  Buffer.from(answer)
    .toString()
    .split('\n')
    .filter((line) => line !== '');

function countRows(answer: Uint8Array): number {
  let count = 0;
  for (let at = answer.indexOf(NEWLINE); at >= 0; at = answer.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

const NEWLINE = 10;

/** The statement with what was found before; undefined where it asks for that and nothing was. */
function naming(sql: string, before: Uint8Array | undefined): string | undefined {
  if (!sql.includes('{each ')) return sql;
  const found = new Set(before === undefined ? [] : rowsOf(before).map(([first]) => String(first)));
  for (const one of found) if (!/^[0-9a-f]+$/.test(one)) throw new Error(`neither a number nor hex: ${one}`);
  if (found.size === 0) return undefined;
  return sql.replace(/\{each ([^}]*)\}/g, (_, template: string) =>
    [...found].map((one) => template.replaceAll('?', one)).join(', '),
  );
}
