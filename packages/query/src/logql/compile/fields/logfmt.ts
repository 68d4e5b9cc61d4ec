import { allOf } from '../../../lang/index.js';
import { call, col, infix, lit, param, type Expr } from '../../../sql/index.js';
import type { FieldColumns } from './columns.js';
import { isPlainText, plainText, type FieldQuantity, type Quantity } from './plain-quantity.js';

const body = col('body');

/** A key of the simple form: names need no sanitising, so no two of them become one. */
const KEY = '[A-Za-z][A-Za-z0-9_]*';
/** A value of one row without escapes: quoted, or bare of all that logfmt gives a meaning. */
const VALUE = '(?:"[^"\\\\\\n]*"|[!#-<>-~]*)';
const PAIR = `${KEY}(?:=${VALUE})?`;
const LINE = `^${PAIR}(?: +${PAIR})* *$`;

/** Well-formed pairs without escapes, each name at most once. */
export function logfmtFields(names: readonly string[]): FieldColumns {
  return {
    forms: [{ when: simpleForm(names), fields: names.map(fieldOf) }],
    lineOf: (texts) => names.flatMap((name, i) => (texts[i] === '' ? [] : [`${name}=${texts[i]!}`])).join(' '),
  };
}

function simpleForm(names: readonly string[]): Expr {
  return allOf([...names.map(once), call('match', body, param('String', LINE))])!;
}

function once(name: string): Expr {
  return infix(call('countSubstrings', body, param('String', name)), '<=', lit(1));
}

/**
 * Most often there is no such name, or no quote before the end of its value; only otherwise must it be told whether the
 * name is in quotes, which takes three times as long.
 */
function fieldOf(name: string): Expr {
  const at = call('position', body, param('String', name));
  const quote = call('position', body, lit('"'));
  return call(
    'multiIf',
    infix(at, '=', lit(0)),
    lit(''),
    infix(infix(at, '>', lit(1)), 'AND', infix(infix(quote, '=', lit(0)), 'OR', infix(quote, '>', endOf(at, name)))),
    bareText(name),
    call('extract', body, param('String', `^(?:[^"]|"[^"]*")*?(?:^| )${name}=("[^"]*"|[^ "]*)(?: |$)`)),
  );
}

/** With an alternative or a group in the expression the engine would no longer look for its fixed text first. */
const bareText = (name: string): Expr => call('extract', body, param('String', ` ${name}=([^ ]*)`));

/** Where a quoted value would begin. */
const endOf = (at: Expr, name: string): Expr => infix(at, '+', lit(name.length + 1));

/** What stands bare behind the key; a text in quotes, or of the first key of a line, is none that is plain. */
export function logfmtQuantity(name: string, quantity: Quantity): FieldQuantity {
  const text = bareText(name);
  return {
    text,
    isPlain: isPlainText(text, plainText(quantity, '')),
    some: infix(call('position', body, param('String', name)), '>', lit(0)),
    form: simpleForm([name]),
  };
}
