import { useMemo, type ReactNode } from 'react';
import { asText } from '../../../../api/json.js';
import { formatDateTime } from '../../../../time/format.js';
import { displayFields, showValue } from '../../fields/field-display.js';
import { plainText } from '../../fields/plain-text.js';
import { reduceValues } from '../../fields/reduce.js';
import { type PanelProps } from '../panel-props.js';
import '../../../charts/marks.css';
import './barchart.css';

/** Categories that are legible side by side. */
const MOST = 60;

interface Group {
  readonly name: string;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    readonly text: string;
    readonly colour: string;
  }[];
}

/** Bars by category: the rows of a table by its first text column, or each series by its last value. */
export function BarchartPanel(props: PanelProps): ReactNode {
  const { panel, answer } = props;
  const groups = useMemo(() => groupsOf(props.answer.frames, props.panel), [answer.frames, panel]);
  const flat = panel.options['orientation'] === 'horizontal';
  const stacked = panel.options['stacking'] === 'normal' || panel.options['stacking'] === 'percent';
  const most = groups.reduce((max, { bars }) => {
    const sum = bars.reduce((total, { value }) => (stacked ? total + value : Math.max(total, value)), 0);
    return Math.max(max, sum);
  }, 0);
  const names = [...new Map(groups.flatMap(({ bars }) => bars.map(({ name, colour }) => [name, colour] as const)))];
  return (
    <div className="barchart">
      <ul
        className={flat ? 'barchart-groups barchart-flat' : 'barchart-groups'}
        aria-label={props.title}
        tabIndex={0}
        data-testid="barchart"
      >
        {groups.map((group) => (
          <li key={group.name} className="barchart-group">
            <span className={stacked ? 'barchart-bars barchart-stacked' : 'barchart-bars'}>
              {group.bars.map((bar) => {
                const length = `${((Math.max(0, bar.value) / (most || 1)) * 100).toFixed(2)}%`;
                return (
                  <span
                    key={bar.name}
                    className="barchart-bar"
                    style={{ background: bar.colour, ...(flat ? { width: length } : { height: length }) }}
                    title={`${group.name}, ${bar.name}: ${bar.text}`}
                  >
                    <span className="visually-hidden">{`${bar.name}: ${bar.text}`}</span>
                  </span>
                );
              })}
            </span>
            <span className="barchart-name" title={group.name}>
              {group.name}
            </span>
          </li>
        ))}
      </ul>
      {names.length > 1 && (
        <ul className="barchart-legend">
          {names.map(([name, colour]) => (
            <li key={name}>
              <span className="plot-swatch" style={{ background: colour }} aria-hidden /> {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function groupsOf(frames: PanelProps['answer']['frames'], panel: PanelProps['panel']): readonly Group[] {
  const [frame] = frames;
  if (!frame) return [];
  const wanted = asText(panel.options['xField']);
  const category =
    frame.fields.find((field) => wanted !== undefined && (field.displayName ?? field.name) === wanted) ??
    frame.fields.find(({ type }) => type === 'string');
  const fields = displayFields(frames, panel).filter(({ field }) => field.type === 'number');
  const text = (value: unknown, display: (typeof fields)[number]['display']): string => {
    const { prefix, text: shown, suffix } = showValue(value, display);
    return prefix + shown + suffix;
  };
  if (frames.length === 1 && category) {
    return category.values.slice(0, MOST).map((name, row) => ({
      name: category.type === 'time' && typeof name === 'number' ? formatDateTime(name) : plainText(name),
      bars: fields.map(({ field, display }) => {
        const value = field.values[row];
        const number = typeof value === 'number' ? value : 0;
        return { name: display.name, value: number, text: text(value, display), colour: display.colour };
      }),
    }));
  }
  return fields.slice(0, MOST).map(({ field, display }) => {
    const value = reduceValues(field.values, 'lastNotNull');
    return {
      name: display.name,
      bars: [{ name: display.name, value: value ?? 0, text: text(value, display), colour: display.colour }],
    };
  });
}
