import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { fetchPatterns, type LogPattern } from '../../api/loki-patterns.js';
import { EmptyState } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatPercent } from '../../time/format.js';
import { chartGrid } from '../time-range/range.js';
import { type TimeRange } from '../time-range/search.js';
import { Pending } from '../progress/pending.js';
import { LevelBadge } from './level-badge.js';
import { parseLevel } from './level.js';
import './patterns-view.css';

/** Points of a sparkline. */
const POINTS = 40;
const SPARK = { width: 96, height: 18 } as const;

/** What the lines look like, how many there are of each kind, and a way to keep or leave them out. */
export function PatternsView(props: {
  readonly query: string;
  readonly range: TimeRange;
  readonly onFilter: (operator: '|>' | '!>', pattern: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const { query, range } = props;
  const patterns = useQuery({
    queryKey: ['logs-patterns', query, range.text],
    queryFn: async ({ signal }) => {
      const at = range.resolve();
      const grid = chartGrid(at, POINTS);
      return { grid, found: await fetchPatterns({ ...at, query }, grid.step, signal) };
    },
  });
  if (!patterns.data) return <Pending query={patterns} rows={8} />;
  const { found, grid } = patterns.data;
  const all = found.reduce((sum, { total }) => sum + total, 0);
  if (found.length === 0) return <EmptyState title={t('logs.patterns.none')} />;
  return (
    <div className="patterns" data-testid="log-patterns">
      <table>
        <thead>
          <tr>
            <th scope="col" className="patterns-num">
              {t('logs.patterns.count')}
            </th>
            <th scope="col" className="patterns-num">
              %
            </th>
            <th scope="col" className="patterns-spark">
              {t('logs.patterns.time')}
            </th>
            <th scope="col">{t('logs.patterns.level')}</th>
            <th scope="col">{t('logs.patterns.pattern')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('logs.patterns.filter')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={`${one.level} ${one.pattern}`} data-testid="log-pattern">
              <td className="patterns-num num">{formatAmount(one.total)}</td>
              <td className="patterns-num num muted">{formatPercent(one.total / all)}</td>
              <td className="patterns-spark">
                <Sparkline pattern={one} grid={grid} />
              </td>
              <td>
                <LevelBadge level={parseLevel(one.level)} />
              </td>
              <td className="patterns-text">
                <button
                  type="button"
                  className="patterns-pick"
                  title={t('logs.patterns.include')}
                  onClick={() => props.onFilter('|>', one.pattern)}
                >
                  <PatternText text={one.pattern} />
                </button>
              </td>
              <td>
                <button
                  type="button"
                  className="log-more"
                  aria-label={`${t('logs.patterns.exclude')}: ${one.pattern.slice(0, 100)}`}
                  onClick={() => props.onFilter('!>', one.pattern)}
                >
                  {t('logs.patterns.exclude')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What differs stands back from what is the same in all lines. */
function PatternText(props: { readonly text: string }): ReactNode {
  return props.text
    .slice(0, 500)
    .split('<_>')
    .map((part, i) => (
      <span key={i}>
        {i > 0 && <span className="patterns-hole">‹…›</span>}
        {part}
      </span>
    ));
}

function Sparkline(props: {
  readonly pattern: LogPattern;
  readonly grid: { readonly start: number; readonly end: number; readonly step: number };
}): ReactNode {
  const { pattern, grid } = props;
  const most = Math.max(1, ...pattern.samples.map(([, count]) => count));
  const slots = Math.max(1, (grid.end - grid.start) / grid.step + 1);
  const width = SPARK.width / slots;
  return (
    <svg width={SPARK.width} height={SPARK.height} aria-hidden className={`patterns-bars-${parseLevel(pattern.level)}`}>
      {pattern.samples.map(([time, count]) => {
        const height = Math.max(1, (count / most) * SPARK.height);
        const x = ((time - grid.start) / grid.step) * width;
        return <rect key={time} x={x} y={SPARK.height - height} width={Math.max(1, width - 0.5)} height={height} />;
      })}
    </svg>
  );
}
