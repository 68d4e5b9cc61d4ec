import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { queryInstant } from '../../api/prom-query.js';
import { queryRange } from '../../api/prom-query-range.js';
import { EmptyState } from '../../controls/notice.js';
import { SignalLink } from '../../controls/signal-link.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatDuration, formatPercent } from '../../time/format.js';
import { RedCharts } from '../charts/red-charts.js';
import { operationsQueries } from '../charts/red-queries.js';
import { alongGrid, sparkGrid } from '../charts/spark-rates.js';
import { Sparkline } from '../charts/sparkline.js';
import { type RedSource } from '../charts/use-red.js';
import { Pending } from '../progress/pending.js';
import { validateRangeSearch } from '../time-range/search.js';
import { operationFilter } from '../traces/traceql-filter.js';
import { operationRows } from './operation-rows.js';
import './operations.css';

/** Rows in the document. */
const SHOWN = 50;

/** What a service does, by the names of its spans: how often, how well, how fast. One of them can be opened as charts. */
export function Operations(props: {
  readonly service: string;
  readonly source: RedSource;
  /** The operation whose charts are open. */
  readonly open: string | undefined;
  readonly onOpen: (operation: string | undefined) => void;
  readonly onZoom: (start: number, end: number) => void;
}): ReactNode {
  const { t } = useI18n();
  const { service, source, open } = props;
  const operations = useQuery({
    queryKey: ['operations', service, source.rangeKey],
    queryFn: async ({ signal }) => {
      const at = source.resolve();
      const grid = sparkGrid(at);
      const { start, end, step } = grid;
      const queries = operationsQueries(service, grid.window, grid.whole);
      const ask = async (query: string) => (await queryInstant(query, at.end / 1_000, signal)).samples;
      const [rates, calls, errors, p95] = await Promise.all([
        queryRange(queries.rate, { start, end, step }, signal),
        ask(queries.calls),
        ask(queries.errors),
        ask(queries.p95),
      ]);
      const along = rates.map((series) => ({ labels: series.labels, along: alongGrid(series, grid) }));
      return operationRows({ rates: along, calls, errors, p95 });
    },
    refetchInterval: source.refetchInterval,
    placeholderData: (previous, query) => (query?.queryKey[1] === service ? previous : undefined),
  });
  const charts = useMemo<RedSource | undefined>(
    () => (open === undefined ? undefined : { ...source, operation: open }),
    [source, open],
  );
  const rows = operations.data;
  return (
    <section className="panel" aria-label={t('service.operations')} data-testid="operations">
      <h2 className="panel-title">{t('service.operations')}</h2>
      {open !== undefined && charts && (
        <div className="operation-charts" data-testid="operation-charts">
          <p className="operation-head">
            <b>{open}</b>
            <SignalLink
              signal="trace"
              to="/traces"
              search={(previous) => ({
                ...validateRangeSearch({ ...previous }),
                q: operationFilter(service, open),
              })}
            >
              {t('service.operation.traces')}
            </SignalLink>
            <CloseButton
              size="sm"
              aria-label={t('service.operation.close', { name: open })}
              onClick={() => props.onOpen(undefined)}
            />
          </p>
          <RedCharts source={charts} onZoom={props.onZoom} compact />
        </div>
      )}
      {!rows ? (
        <Pending query={operations} rows={4} compact />
      ) : rows.length === 0 ? (
        <EmptyState title={t('service.operations.none', { name: service })} compact />
      ) : (
        <table className="operations">
          <thead>
            <tr>
              <th scope="col">{t('service.operation')}</th>
              <th scope="col">{t('red.rate')}</th>
              <th scope="col">{t('red.errors')}</th>
              <th scope="col">p95</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <button
                    type="button"
                    className="plain-button operation-name"
                    aria-pressed={row.name === open}
                    onClick={() => props.onOpen(row.name === open ? undefined : row.name)}
                  >
                    <bdi>{row.name}</bdi>
                  </button>
                  {row.kind !== 'server' && <span className="muted operation-kind">{row.kind}</span>}
                </th>
                <td className="num" title={t('service.operation.calls', { n: formatAmount(row.calls) })}>
                  <span className="operation-rate">
                    <Sparkline values={row.rates} />
                    {t('service.operation.rate', { n: formatAmount(row.rates.at(-1) ?? 0) })}
                  </span>
                </td>
                <td className={row.errors > 0 ? 'num operation-errors' : 'num muted'}>{formatPercent(row.errors)}</td>
                <td className="num">{row.p95 === undefined ? '–' : formatDuration(row.p95 * 1e9)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows && rows.length > SHOWN && (
        <p className="muted operation-more">{t('service.operations.more', { n: SHOWN, all: rows.length })}</p>
      )}
    </section>
  );
}
