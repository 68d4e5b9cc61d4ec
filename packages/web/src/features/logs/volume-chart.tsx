import { useMemo, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount } from '../../time/format.js';
import { isolated, toggled } from '../charts/plot/legend-selection.js';
import { plainSeries, type PlotSeries } from '../charts/plot/plot-series.js';
import { plainChart } from '../charts/plot/series-chart-props.js';
import { SeriesChart } from '../charts/plot/series-chart.js';
import { levels, type Level } from './level.js';
import { type Volume } from './volume.js';
import './volume-chart.css';

const height = 104;

/** Lines over time, stacked by level. Dragging marks a stretch of time; a level of the legend is switched off and on. */
export function VolumeChart(props: {
  readonly volume: Volume;
  readonly hidden: readonly Level[];
  readonly onHidden: (hidden: readonly Level[]) => void;
  readonly onZoom: (start: number, end: number) => void;
}): ReactNode {
  const { t } = useI18n();
  const { volume, hidden } = props;
  const found = [...volume.byLevel.keys()];
  // Bars stand in the middle of the time that they count.
  const times = useMemo(() => volume.times.map((time) => time - volume.step / 2), [volume]);
  const series = useMemo<readonly PlotSeries[]>(
    () =>
      [...volume.byLevel]
        .filter(([level]) => !hidden.includes(level))
        .map(([level, values]) => ({
          ...plainSeries,
          key: level,
          label: t(`level.${level}`),
          colour: `var(--level-${level})`,
          values,
          draw: 'bars',
          width: 0,
          fill: 1,
          stack: 'levels',
          whole: true,
          format: formatAmount,
        })),
    [volume, hidden, t],
  );
  const first = volume.times[0] ?? 0;
  const range = { start: first - volume.step, end: volume.times.at(-1) ?? first };
  const set = (next: ReadonlySet<string>): void => props.onHidden(levels.filter((level) => next.has(level)));
  return (
    <section className="volume" aria-label={t('logs.volume')}>
      <SeriesChart
        {...plainChart}
        testId="log-volume"
        title={t('logs.volume')}
        times={times}
        series={series}
        range={range}
        height={height}
        group="logs"
        onZoom={props.onZoom}
      />
      <ul className="volume-legend" data-testid="log-levels">
        {found.map((level) => {
          const off = hidden.includes(level);
          const count = (volume.byLevel.get(level) ?? []).reduce((sum, value) => sum + value, 0);
          return (
            <li key={level}>
              <button
                type="button"
                className={off ? 'volume-level volume-level-off' : 'volume-level'}
                aria-pressed={!off}
                title={t('logs.level.toggle')}
                onClick={(event) =>
                  set(
                    event.ctrlKey || event.metaKey || event.altKey
                      ? isolated(new Set(hidden), level, found)
                      : toggled(new Set(hidden), level),
                  )
                }
              >
                <span className="volume-swatch" style={{ background: `var(--level-${level})` }} aria-hidden />
                {level === 'unknown' ? t('logs.level.none') : t(`level.${level}`)}{' '}
                <span className="num muted">{formatAmount(count)}</span>
              </button>
            </li>
          );
        })}
        <li className="volume-hint">{t('logs.volume.hint')}</li>
      </ul>
    </section>
  );
}
