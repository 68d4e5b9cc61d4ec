import { memo, type KeyboardEvent, type ReactNode } from 'react';
import { formatClock, formatDateTime, formatNanosUtc } from '../../time/format.js';
import { parseNanos } from '../../time/nanos.js';
import { LevelBadge } from './level-badge.js';
import { LogText } from './log-text.js';
import { type LogLine } from './log-line.js';
import { TraceCell } from './trace-cell.js';

export interface LogRowProps {
  readonly line: LogLine;
  readonly row: number;
  readonly open: boolean;
  /** The one row that Tab reaches. */
  readonly active: boolean;
  readonly needles: readonly string[];
  readonly columns: readonly string[];
  readonly dates: boolean;
  readonly onToggle: (line: LogLine) => void;
  readonly onFocus: (line: LogLine) => void;
  readonly onKey: (event: KeyboardEvent, line: LogLine, row: number) => void;
}

/** Characters of a line in the list; a line of a megabyte would be laid out in full for one row. Its detail has them all. */
const SHOWN = 2_000;

/** A line in one row. */
export const LogRow = memo(function LogRow(props: LogRowProps): ReactNode {
  const { line, row, open, columns, needles } = props;
  return (
    <div
      role="row"
      aria-rowindex={row + 1}
      aria-expanded={open}
      tabIndex={props.active ? 0 : -1}
      className={`log-row log-row-${line.level}${open ? ' log-row-open' : ''}`}
      data-testid="log-row"
      data-row={line.id}
      onClick={() => {
        // Marking text in a line is not opening it.
        if (getSelection()?.isCollapsed !== false) props.onToggle(line);
      }}
      onFocus={() => props.onFocus(line)}
      onKeyDown={(event) => props.onKey(event, line, row)}
    >
      <span role="gridcell" className="log-time num" title={formatNanosUtc(parseNanos(line.ts))}>
        {props.dates ? `${formatDateTime(line.ms).slice(5, 10)} ${formatClock(line.ms)}` : formatClock(line.ms)}
      </span>
      <span role="gridcell" className="log-level">
        <LevelBadge level={line.level} />
      </span>
      {columns.map((name) => {
        const value = line.fields.find((field) => field.name === name)?.value ?? '';
        return (
          <span key={name} role="gridcell" className="log-column" title={`${name}: ${value.slice(0, 300)}`}>
            {value.slice(0, 300)}
          </span>
        );
      })}
      <span role="gridcell" className="log-text">
        <LogText text={line.line.length > SHOWN ? `${line.line.slice(0, SHOWN)}…` : line.line} needles={needles} />
      </span>
      <span role="gridcell" className="log-trace">
        <TraceCell line={line} />
      </span>
    </div>
  );
});
