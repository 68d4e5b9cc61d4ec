import { useMemo, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration, formatPercent } from '../../time/format.js';
import {
  sortStatistics,
  spanStatistics,
  statisticsColumns,
  type StatisticsColumn,
  type StatisticsRow,
} from './span-statistics.js';
import { type TreeNode } from './tree.js';
import './statistics-view.css';

/** Rows in the document; a trace with more operations than this is made of generated names. */
const SHOWN = 500;

/** Where the time of a trace goes, by service or by operation. */
export function StatisticsView(props: {
  readonly nodes: readonly TreeNode[];
  readonly colours: ReadonlyMap<string, string>;
  readonly by: 'service' | 'operation';
  readonly onBy: (by: 'service' | 'operation') => void;
  readonly sort: StatisticsColumn;
  readonly onSort: (sort: StatisticsColumn) => void;
  readonly onSelect: (node: TreeNode) => void;
}): ReactNode {
  const { t } = useI18n();
  const { by, sort } = props;
  const rows = useMemo(() => spanStatistics(props.nodes, by), [props.nodes, by]);
  const sorted = useMemo(() => sortStatistics(rows, sort), [rows, sort]);
  const allSelf = Math.max(
    1,
    rows.reduce((sum, row) => sum + row.self, 0),
  );
  return (
    <div className="statistics">
      <div className="statistics-by" role="group" aria-label={t('statistics.by')}>
        {(['service', 'operation'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="trace-view-button"
            aria-pressed={by === one}
            onClick={() => props.onBy(one)}
          >
            {t(`statistics.${one}`)}
          </button>
        ))}
      </div>
      <div className="statistics-scroll" tabIndex={0} role="region" aria-label={t('trace.statistics')}>
        <table data-testid="statistics">
          <thead>
            <tr>
              <th scope="col">{t(`statistics.${by}`)}</th>
              {statisticsColumns.map((column) => (
                <th key={column} scope="col" aria-sort={sort === column ? 'descending' : 'none'} className="num">
                  <button type="button" className="plain-button" onClick={() => props.onSort(column)}>
                    {t(`statistics.${column}`)}
                    {sort === column && ' ↓'}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, SHOWN).map((row) => (
              <Row
                key={row.key}
                row={row}
                share={row.self / allSelf}
                colour={props.colours.get(row.service) ?? 'var(--muted)'}
                onSelect={props.onSelect}
              />
            ))}
          </tbody>
        </table>
        {sorted.length > SHOWN && <p className="muted">{t('statistics.more', { n: SHOWN, all: sorted.length })}</p>}
      </div>
    </div>
  );
}

function Row(props: {
  readonly row: StatisticsRow;
  readonly share: number;
  readonly colour: string;
  readonly onSelect: (node: TreeNode) => void;
}): ReactNode {
  const { t } = useI18n();
  const { row } = props;
  return (
    <tr>
      <th scope="row">
        <span className="trace-dot" style={{ background: props.colour }} aria-hidden />{' '}
        {row.name === undefined ? (
          row.service
        ) : (
          <>
            <span className="span-service">{row.service}</span> {row.name}
          </>
        )}
      </th>
      <td className="num">{row.count}</td>
      <td className={row.errors > 0 ? 'num statistics-errors' : 'num muted'}>{row.errors}</td>
      <td className="num statistics-share">
        <span
          className="statistics-bar"
          style={{ width: `${props.share * 100}%`, background: props.colour }}
          aria-hidden
        />
        {formatDuration(row.self)} <span className="muted">{formatPercent(props.share)}</span>
      </td>
      <td className="num">{formatDuration(row.total)}</td>
      <td className="num">{formatDuration(row.total / row.count)}</td>
      <td className="num">
        <button
          type="button"
          className="plain-button statistics-link"
          title={t('statistics.open')}
          onClick={() => props.onSelect(row.longest)}
        >
          {formatDuration(row.longest.duration)}
        </button>
      </td>
    </tr>
  );
}
