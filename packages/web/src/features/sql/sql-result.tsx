import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import { type SqlAnswer } from '../../api/sql.js';
import { EmptyState } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatDuration } from '../../time/format.js';
import { formatValue } from '../units/format-value.js';
import { isNumeric, shownText, toCsv } from './cell.js';

const ROW_PX = 26;

/** What a statement gave: what it cost, and a table that draws only the rows in sight. */
export function SqlResult(props: { readonly answer: SqlAnswer; readonly stale: boolean }): ReactNode {
  const { t } = useI18n();
  const { columns, rows, truncated, elapsedMs, rowsRead, bytesRead } = props.answer;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const download = (): void => {
    const csv = toCsv(
      columns.map(({ name }) => name),
      rows,
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
    link.download = 'bongsu.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className={props.stale ? 'panel sql-result sql-stale' : 'panel sql-result'}>
      <div className="sql-facts" role="status">
        <span className="num">{t('sql.rows', { n: rows.length })}</span>
        <span className="muted num">
          {t('sql.cost', {
            time: formatDuration(elapsedMs * 1e6),
            rows: formatAmount(rowsRead),
            bytes: formatValue(bytesRead, 'decbytes'),
          })}
        </span>
        {truncated && <span className="sql-cut">{t('sql.truncated', { n: rows.length })}</span>}
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconDownload size={13} aria-hidden />}
          disabled={rows.length === 0}
          onClick={download}
        >
          CSV
        </Button>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('sql.empty')} compact />
      ) : (
        <div className="sql-scroll" ref={scroll} tabIndex={0} role="region" aria-label={t('sql.result')}>
          <table className="sql-table" aria-rowcount={rows.length + 1}>
            <thead>
              <tr aria-rowindex={1}>
                {columns.map((column, i) => (
                  <th key={i} scope="col" className={isNumeric(column.type) ? 'sql-number' : undefined}>
                    <bdi>{column.name}</bdi> <code className="muted">{column.type}</code>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {above > 0 && (
                <tr aria-hidden>
                  <td style={{ height: above }} colSpan={columns.length} />
                </tr>
              )}
              {items.map(({ index }) => (
                <tr key={index} aria-rowindex={index + 2} data-testid="sql-row">
                  {columns.map((column, i) => {
                    const value = rows[index]?.[i];
                    return (
                      <td key={i} className={isNumeric(column.type) ? 'sql-number num' : undefined}>
                        <bdi className={value === null ? 'muted' : undefined}>{shownText(value)}</bdi>
                      </td>
                    );
                  })}
                </tr>
              ))}
              {below > 0 && (
                <tr aria-hidden>
                  <td style={{ height: below }} colSpan={columns.length} />
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
