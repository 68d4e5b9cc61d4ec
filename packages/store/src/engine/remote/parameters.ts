import { TupleParam } from '@clickhouse/client';
import type { ParamValue, Parameter, Statement } from '@bongsu/query/sql';
import { dateTime64FromTicks, literal } from '../embedded/literal.js';
import { replacePlaceholders } from '../placeholders.js';
import { parseTypeName, type TypeName } from '../type-name.js';

/** A statement for ClickHouse's HTTP interface: parameters are bound by the server. */
export interface RemoteStatement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Parameters travel in the URL; servers and proxies take 8 kB of it without asking. */
const MOST_PARAMETER_BYTES = 6000;

/**
 * Hands parameters to the server's own binding. What has no text form there (bytes, ticks) is sent as one that has
 * (hex, Int64) and converted in SQL; what is too long for a URL becomes an exact literal of the statement.
 */
export function remoteStatement(statement: Statement): RemoteStatement {
  const params: Record<string, unknown> = {};
  let bytes = 0;
  const sql = replacePlaceholders(statement, (parameter, number) => {
    const size = sizeOf(parameter.value);
    if (bytes + size > MOST_PARAMETER_BYTES) return literal(parameter.type, parameter.value);
    bytes += size;
    const name = `p${number}`;
    const bound = bind(parameter, name);
    params[name] = bound.value;
    return bound.sql;
  });
  return { sql, params };
}

interface Bound {
  readonly sql: string;
  readonly value: unknown;
}

function bind({ type: text, value }: Parameter, name: string): Bound {
  const type = parseTypeName(text);
  if (value instanceof Uint8Array) {
    return { sql: `CAST(unhex({${name}:String}), ${literal('String', type.text)})`, value: hex(value) };
  }
  if (Array.isArray(value) && holdsBytes(value)) {
    return {
      sql: `CAST(arrayMap(x -> unhex(x), {${name}:Array(String)}), ${literal('String', type.text)})`,
      value: (value as readonly Uint8Array[]).map(hex),
    };
  }
  if (type.name === 'DateTime64' && typeof value === 'bigint') {
    return { sql: dateTime64FromTicks(type, `{${name}:Int64}`), value };
  }
  if (type.name === 'DateTime' && typeof value === 'bigint') {
    return { sql: `toDateTime({${name}:UInt32}${type.args.map((zone) => `, ${zone}`).join('')})`, value };
  }
  if (typeof value === 'number' && Object.is(value, -0)) return { sql: `{${name}:${text}}`, value: '-0' };
  if (!isBindable(type)) return { sql: literal(text, value), value: undefined };
  return { sql: `{${name}:${text}}`, value: clientValue(type, value) };
}

/** Arrays of DateTime64 ticks and the like have neither a text form nor a simple conversion. */
function isBindable(type: TypeName): boolean {
  if (type.name === 'DateTime64') return false;
  return type.name === 'FixedString' || type.args.every((arg) => /^['\d]/.test(arg) || isBindable(parseTypeName(arg)));
}

/** Maps and tuples are arrays here and classes in the client. */
function clientValue(type: TypeName, value: ParamValue): unknown {
  if (!Array.isArray(value)) return value;
  const items = value as readonly ParamValue[];
  const types = type.args.map(parseTypeName);
  switch (type.name) {
    case 'Map':
      return new Map(
        items.map((pair) => {
          const [key, item] = pair as readonly ParamValue[];
          return [clientValue(types[0]!, key!), clientValue(types[1]!, item!)] as const;
        }),
      );
    case 'Tuple':
      return new TupleParam(items.map((item, i) => clientValue(types[i]!, item)));
    default:
      return items.map((item) => clientValue(types[0]!, item));
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const holdsBytes = (values: readonly unknown[]): boolean =>
  values.length > 0 && values.every((v) => v instanceof Uint8Array);

/** Upper bound of the parameter's bytes in a URL, where a byte may take three. */
function sizeOf(value: ParamValue): number {
  if (typeof value === 'string') return 3 * Buffer.byteLength(value);
  if (value instanceof Uint8Array) return 2 * value.length;
  if (Array.isArray(value)) return (value as readonly ParamValue[]).reduce<number>((sum, v) => sum + 9 + sizeOf(v), 0);
  return 24;
}
