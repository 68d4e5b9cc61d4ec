import { useMemo, useState, type ReactNode } from 'react';
import { asArray, asNumber, asRecord, asText } from '../../../../api/json.js';
import { SortHeading } from '../../../../controls/sort-heading.js';
import { useI18n } from '../../../../i18n/translate.js';
import { rowCount, type Frame } from '../../data/frame.js';
import { displayFields, showValue, valueRange, type DisplayedField } from '../../fields/field-display.js';
import { plainText } from '../../fields/plain-text.js';
import { formatDateTime } from '../../../../time/format.js';
import { ValueLink } from '../../links/value-link.js';
import { type Scope } from '../../variables/scope.js';
import { compare } from '../../transformations/compare.js';
import { type PanelProps } from '../panel-props.js';
import './table.css';

/** Rows that are made at once. */
const ROWS = 300;

/** A frame as rows and columns; of several frames one at a time. */
export function TablePanel(props: PanelProps): ReactNode {
  const { t } = useI18n();
  const { panel, answer, height } = props;
  const [frameAt, setFrameAt] = useState(0);
  const given = asRecord(asArray(panel.options['sortBy'])[0]);
  const [order, setOrder] = useState<{ readonly name: string; readonly down: boolean } | undefined>(() => {
    const name = asText(given['displayName']);
    return name === undefined ? undefined : { name, down: given['desc'] === true };
  });
  const frame = answer.frames[Math.min(frameAt, answer.frames.length - 1)];
  const columns = useMemo(() => (frame ? columnsOf(frame, props.panel) : []), [frame, props.panel]);
  if (!frame) return null;
  const sorted = rowsInOrder(frame, columns, order);
  return (
    <div className="table-panel" style={{ height }}>
      <div className="table-scroll">
        <table className="table">
          {panel.options['showHeader'] !== false && (
            <thead>
              <tr>
                {columns.map(({ field, display }) => {
                  const on = order?.name === display.name;
                  return (
                    <SortHeading
                      key={display.name + field.name}
                      title={display.name}
                      className={field.type === 'number' ? 'table-num' : undefined}
                      order={on ? (order.down ? 'descending' : 'ascending') : 'none'}
                      style={columnWidth(display.custom['width'])}
                      onSort={() => setOrder({ name: display.name, down: on ? !order.down : field.type === 'number' })}
                    />
                  );
                })}
              </tr>
            </thead>
          )}
          <tbody>
            {sorted.slice(0, ROWS).map((row) => (
              <tr key={row}>
                {columns.map((column) => (
                  <Cell key={column.display.name + column.field.name} column={column} row={row} scope={props.scope} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {sorted.length > ROWS && (
          <p className="muted table-cap">{t('dash.table.cap', { n: ROWS, all: sorted.length })}</p>
        )}
      </div>
      {answer.frames.length > 1 && (
        <select
          className="range-select"
          aria-label={t('dash.table.frame')}
          value={Math.min(frameAt, answer.frames.length - 1)}
          onChange={(event) => setFrameAt(Number(event.currentTarget.value))}
        >
          {answer.frames.map((each, at) => (
            <option key={at} value={at}>
              {frameName(each, panel)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function columnWidth(value: unknown): { width: number } | undefined {
  const width = asNumber(value);
  return width === undefined ? undefined : { width };
}

function columnsOf(frame: Frame, panel: PanelProps['panel']): readonly DisplayedField[] {
  return displayFields([frame], panel).filter(
    ({ field, display }) =>
      display.custom['hidden'] !== true &&
      field.type !== 'other' &&
      asRecord(display.custom['hideFrom'])['viz'] !== true,
  );
}

function frameName(frame: Frame, panel: PanelProps['panel']): string {
  return displayFields([frame], panel).find(({ field }) => field.type === 'number')?.display.name ?? frame.refId;
}

function rowsInOrder(
  frame: Frame,
  columns: readonly DisplayedField[],
  order: { readonly name: string; readonly down: boolean } | undefined,
): readonly number[] {
  const rows = Array.from({ length: rowCount(frame) }, (_, at) => at);
  const column = order && columns.find(({ display }) => display.name === order.name);
  if (!column) return rows;
  const sign = order.down ? -1 : 1;
  return rows.sort((a, b) => sign * compare(column.field.values[a], column.field.values[b]));
}

function Cell(props: { readonly column: DisplayedField; readonly row: number; readonly scope: Scope }): ReactNode {
  const { field, frame, display } = props.column;
  const { row } = props;
  const value = field.values[row];
  const linked = (text: string): ReactNode => (
    <ValueLink links={display.links} scope={props.scope} value={{ field, frame, row, text, name: display.name }}>
      {text}
    </ValueLink>
  );
  if (field.type === 'time' && display.unit === undefined && typeof value === 'number') {
    return <td className="num table-time">{formatDateTime(value)}</td>;
  }
  const options = asRecord(display.custom['cellOptions']);
  const type = asText(options['type']) ?? asText(display.custom['displayMode']) ?? 'auto';
  if (field.type !== 'number' && display.mappings.length === 0) return <td>{linked(plainText(value))}</td>;
  const range = valueRange([props.column]);
  const shown = showValue(value, display, range);
  const text = shown.prefix + shown.text + shown.suffix;
  const filled = type.startsWith('color-background') && shown.colour !== undefined;
  const inked = type === 'color-text' && shown.colour !== undefined;
  const bar = /gauge|basic|lcd/.test(type) && typeof value === 'number';
  const share = bar ? Math.min(1, Math.max(0, (value - range.min) / (range.max - range.min || 1))) : 0;
  return (
    <td
      className={field.type === 'number' ? 'table-num num' : undefined}
      style={{
        ...(filled ? { background: `color-mix(in srgb, ${shown.colour ?? ''} 22%, transparent)` } : {}),
        ...(inked ? { color: shown.colour } : {}),
      }}
    >
      {bar && (
        <span className="table-bar" aria-hidden>
          <span style={{ width: `${(share * 100).toFixed(1)}%`, background: shown.colour ?? display.colour }} />
        </span>
      )}
      {linked(text)}
    </td>
  );
}
