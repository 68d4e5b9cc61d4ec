import { useMemo, useState, type ReactNode } from 'react';
import { SortHeading } from '../../../controls/sort-heading.js';
import { useI18n } from '../../../i18n/translate.js';
import { isolated, toggled, type Hidden } from './legend-selection.js';
import { type PlotSeries } from './plot-series.js';
import '../marks.css';
import './series-chart.css';

/** A reduction in a column of the legend. */
export interface LegendColumn {
  readonly id: string;
  readonly title: string;
  readonly of: (series: PlotSeries) => number | null;
}

/** `column` is the id of one, or `name`. */
export interface LegendOrder {
  readonly column: string;
  readonly down: boolean;
}

/** Rows that are made at first; more on demand, since a table of thousands of rows takes longer than its chart. */
const ROWS = 100;

/** Names and values of the series. A swatch switches its series off and on; a name shows it alone. */
export function SeriesLegend(props: {
  readonly series: readonly PlotSeries[];
  readonly hidden: Hidden;
  readonly onHidden: (hidden: Hidden) => void;
  readonly columns: readonly LegendColumn[];
  /** A table with headings that sort, or names in a row. */
  readonly table: boolean;
  /** Until a heading is clicked. */
  readonly order?: LegendOrder;
}): ReactNode {
  const { t } = useI18n();
  const [clicked, setOrder] = useState<LegendOrder>();
  const order = clicked ?? props.order;
  const [all, setAll] = useState(false);
  const { hidden, onHidden, columns } = props;
  const rows = useMemo(() => {
    const listed = props.series
      .filter(({ inLegend }) => inLegend)
      .map((series) => ({ series, values: columns.map((column) => column.of(series)) }));
    if (!order) return listed;
    const at = columns.findIndex(({ id }) => id === order.column);
    const sign = order.down ? -1 : 1;
    return listed.toSorted((a, b) =>
      at === -1
        ? sign * a.series.label.localeCompare(b.series.label, undefined, { numeric: true })
        : sign * ((a.values[at] ?? -Infinity) - (b.values[at] ?? -Infinity)),
    );
  }, [props.series, columns, order]);
  const keys = rows.map(({ series }) => series.key);
  const swatch = (series: PlotSeries): ReactNode => (
    <button
      type="button"
      className="plot-toggle"
      aria-pressed={!hidden.has(series.key)}
      aria-label={t('chart.toggle', { name: series.label })}
      onClick={() => onHidden(toggled(hidden, series.key))}
    >
      <span className="plot-swatch" style={{ background: series.colour }} />
    </button>
  );
  const name = (series: PlotSeries): ReactNode => (
    <button
      type="button"
      className="plot-name"
      title={`${series.label}\n${t('chart.isolate')}`}
      onClick={(event) =>
        onHidden(event.ctrlKey || event.metaKey ? toggled(hidden, series.key) : isolated(hidden, series.key, keys))
      }
    >
      {series.label}
    </button>
  );
  const shown = all ? rows : rows.slice(0, ROWS);
  const more = rows.length > shown.length && (
    <button type="button" className="plot-all" onClick={() => setAll(true)}>
      {t('chart.all', { n: rows.length })}
    </button>
  );
  if (!props.table) {
    return (
      <ul className="plot-legend-list" data-testid="chart-legend">
        {shown.map(({ series, values }) => (
          <li key={series.key} className={hidden.has(series.key) ? 'plot-off' : undefined}>
            {swatch(series)}
            {name(series)}
            {values.map((value, at) => (
              <span key={columns[at]?.id} className="plot-legend-value num" title={columns[at]?.title}>
                {value === null ? '–' : series.format(value)}
              </span>
            ))}
          </li>
        ))}
        {more}
      </ul>
    );
  }
  const heading = (id: string, title: string, number: boolean): ReactNode => {
    const on = order?.column === id;
    return (
      <SortHeading
        key={id}
        title={title}
        className={number ? 'plot-num' : undefined}
        order={on ? (order.down ? 'descending' : 'ascending') : 'none'}
        onSort={() => setOrder({ column: id, down: on ? !order.down : number })}
      />
    );
  };
  return (
    <div className="plot-legend-scroll">
      <table className="plot-legend" data-testid="chart-legend">
        <thead>
          <tr>
            {heading('name', t('chart.series', { n: rows.length }), false)}
            {columns.map(({ id, title }) => heading(id, title, true))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ series, values }) => (
            <tr key={series.key} className={hidden.has(series.key) ? 'plot-off' : undefined}>
              <th scope="row">
                <span className="plot-row-name">
                  {swatch(series)}
                  {name(series)}
                </span>
              </th>
              {values.map((value, at) => (
                <td key={columns[at]?.id} className="plot-num num">
                  {value === null ? '–' : series.format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  );
}
