import { useMemo, useState, type ReactNode } from 'react';
import { type InstantAnswer } from '../../api/prom-query.js';
import { EmptyState } from '../../controls/notice.js';
import { SortHeading } from '../../controls/sort-heading.js';
import { useI18n } from '../../i18n/translate.js';
import { fillLegend } from '../dashboards/data/legend.js';
import { compare } from '../dashboards/transformations/compare.js';
import { formatValue } from '../units/format-value.js';
import { type MetricQuery } from './metrics-search.js';

/** Rows that are made at once. */
const ROWS = 500;

/** Answers at one moment: a column a label, a row a series; several queries one below the other. */
export function ResultTable(props: {
  readonly answers: readonly { readonly query: MetricQuery; readonly answer: InstantAnswer }[];
  readonly unitOf: (query: MetricQuery) => string | undefined;
}): ReactNode {
  const { t } = useI18n();
  const [order, setOrder] = useState<{ readonly column: string; readonly down: boolean }>();
  const rows = useMemo(
    () =>
      props.answers.flatMap(({ query, answer }) => [
        ...answer.samples.map(({ labels, value }) => ({ query, labels, value })),
        ...answer.series.flatMap(({ labels, samples }) =>
          samples.slice(-1).map(([, value]) => ({ query, labels, value })),
        ),
      ]),
    [props.answers],
  );
  const columns = useMemo(
    () =>
      [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort((a, b) =>
        a === '__name__' ? -1 : b === '__name__' ? 1 : a < b ? -1 : 1,
      ),
    [rows],
  );
  const texts = props.answers.flatMap(({ answer }) => answer.text ?? []);
  if (texts.length > 0) return <p className="result-text mono">{texts.join('\n')}</p>;
  if (rows.length === 0) return <EmptyState title={t('metrics.empty')}>{t('metrics.empty.hint')}</EmptyState>;
  const sorted = order
    ? rows.toSorted((a, b) => {
        const by =
          order.column === ''
            ? compare(a.value, b.value)
            : compare(a.labels[order.column] ?? '', b.labels[order.column] ?? '');
        return order.down ? -by : by;
      })
    : rows;
  const several = props.answers.length > 1;
  const heading = (column: string, title: string, number: boolean): ReactNode => {
    const on = order?.column === column;
    return (
      <SortHeading
        key={column}
        title={title}
        className={number ? 'result-num' : undefined}
        order={on ? (order.down ? 'descending' : 'ascending') : 'none'}
        onSort={() => setOrder({ column, down: on ? !order.down : number })}
      />
    );
  };
  return (
    <div className="result-scroll">
      <table className="result" data-testid="result-table">
        <caption className="visually-hidden">{t('metrics.table')}</caption>
        <thead>
          <tr>
            {several && <th scope="col">{t('metrics.column.query')}</th>}
            {columns.map((column) => heading(column, column === '__name__' ? t('metrics.column.name') : column, false))}
            {heading('', t('metrics.column.value'), true)}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, ROWS).map(({ query, labels, value }) => (
            <tr key={`${query.letter}${JSON.stringify(labels)}`}>
              {several && <td>{query.legend === '' ? query.letter : fillLegend(query.legend, labels)}</td>}
              {columns.map((column) => (
                <td key={column}>{labels[column] ?? ''}</td>
              ))}
              <td className="result-num num" title={String(value)}>
                {formatValue(value, props.unitOf(query))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > ROWS && (
        <p className="muted result-more">{t('metrics.table.cap', { n: ROWS, all: rows.length })}</p>
      )}
    </div>
  );
}
