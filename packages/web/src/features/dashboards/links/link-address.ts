import { type Field, type Frame } from '../data/frame.js';
import { plainText } from '../fields/plain-text.js';
import { formats } from '../variables/formats.js';
import { interpolate } from '../variables/interpolate.js';
import { type Scope } from '../variables/scope.js';

/** The value that a link is on. */
export interface LinkedValue {
  readonly field: Field;
  readonly frame: Frame;
  readonly row: number;
  /** As it is shown. */
  readonly text: string;
  readonly name: string;
}

/** `${__value.raw}`, `${__field.labels.pod}`, `${__data.fields["a b"]}`, `${__cell_2}`, with `:raw` or `:percentencode` behind. */
const OF_VALUE =
  /\$\{?__(value|field|series|data|cell)(?:\.(?:fields|labels)(?:\.([\w-]+)|\[["']?([^\]"']+)["']?\])|\.(\w+)|_(\d+))?(?::(\w+))?\}?/g;

/**
 * The address of a link of a dashboard, its variables and the value it is on filled in. Addresses of Grafana's dashboards
 * (`/d/uid/name`) become those of ours, relative to the page's base.
 * @returns undefined for what is neither an address of http or https nor a path.
 */
export function linkAddress(url: string, scope: Scope, value?: LinkedValue): string | undefined {
  const written = url.trim();
  const own = written.replace(OF_VALUE, (whole, ...parts: unknown[]) => {
    const [kind, dotted, quoted, what, cell, format] = parts.map((part) =>
      typeof part === 'string' ? part : undefined,
    );
    const found = value && ofValue(value, kind ?? '', dotted ?? quoted, what, cell);
    if (found === undefined) return value === undefined ? whole : '';
    // A value that is the whole address stays as it is, one inside of an address is a part of it.
    const first = written.startsWith(whole);
    return format === 'raw' || (first && format === undefined) ? found : encodeURIComponent(found);
  });
  const ranged = own.replace(/\$\{?__url_time_range\}?/g, () => timeRange(scope));
  const varied = ranged.replace(/\$\{?__all_variables\}?/g, () => variableQuery(scope));
  return safe(ourPath(interpolate(varied, scope, 'text')));
}

/** `from=…&to=…` of the range in scope, Unix milliseconds. */
function timeRange(scope: Scope): string {
  return `from=${scope.get('__from')?.values[0] ?? ''}&to=${scope.get('__to')?.values[0] ?? ''}`;
}

/** `var-a=x&var-b=y`: the dashboard's own variables as addresses have them. */
export function variableQuery(scope: Scope): string {
  return [...scope]
    .filter(([name, { adhoc }]) => !name.startsWith('__') && name !== 'timeFilter' && adhoc === undefined)
    .map(([name, { values, text, verbatim }]) =>
      (formats['queryparam'] ?? String)(
        text === 'All' && (verbatim === true || values.length !== 1) ? ['$__all'] : values,
        name,
      ),
    )
    .filter((part) => part !== '')
    .join('&');
}

function ofValue(
  { field, frame, row, text, name }: LinkedValue,
  kind: string,
  inner: string | undefined,
  what: string | undefined,
  cell: string | undefined,
): string | undefined {
  const raw = plainText(field.values[row]);
  switch (kind) {
    case 'value':
      if (what === 'text') return text;
      if (what === 'time') return plainText(frame.fields.find(({ type }) => type === 'time')?.values[row]);
      return raw;
    case 'cell':
      return cell === undefined ? raw : plainText(frame.fields[Number(cell)]?.values[row]);
    case 'data': {
      const found =
        frame.fields.find((each) => each.displayName === inner || each.name === inner) ??
        (/^\d+$/.test(inner ?? '') ? frame.fields[Number(inner)] : undefined);
      // Of a series the labels stand for columns.
      return found ? plainText(found.values[row]) : (field.labels?.[inner ?? ''] ?? '');
    }
    default:
      return inner === undefined ? name : (field.labels?.[inner] ?? '');
  }
}

/** Grafana's paths in terms of ours. */
function ourPath(address: string): string {
  const dashboard = /^\/?d\/([^/?#]+)(?:\/[^?#]*)?(\?[^#]*)?/.exec(address);
  if (dashboard) return `dashboards/${dashboard[1] ?? ''}${dashboard[2] ?? ''}`;
  return address.replace(/^\/(?!\/)/, '');
}

function safe(address: string): string | undefined {
  if (/^https?:\/\//i.test(address)) return address;
  return /^[\w.~-][^:]*(\?|$)/.test(address) && !address.startsWith('//') ? address : undefined;
}
