import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { type Exemplar } from '../../api/prom-query-exemplars.js';
import { useI18n } from '../../i18n/translate.js';
import { formatClock, formatDateTime, formatDuration } from '../../time/format.js';
import { traceSearch } from '../trace/trace-search.js';
import { exemplarSubject } from './exemplar-points.js';
import { type PlotFrame } from './plot-frame.js';
import './exemplars.css';

const SECOND_NS = 1e9;

const formatSeconds = (seconds: number): string => formatDuration(seconds * SECOND_NS);

/** Diamonds over the latency chart, each a link to the trace of one real request. */
export function ExemplarDots(props: {
  readonly frame: PlotFrame;
  readonly exemplars: readonly Exemplar[];
  /** By default the values are seconds. */
  readonly format?: (value: number) => string;
}): ReactNode {
  const { t } = useI18n();
  const { frame, format = formatSeconds } = props;
  return props.exemplars.map((exemplar) => {
    const x = (exemplar.time - frame.xMin) / (frame.xMax - frame.xMin);
    const y = (exemplar.value - frame.yMin) / (frame.yMax - frame.yMin);
    if (!(x >= 0 && x <= 1)) return null;
    const above = y > 1;
    const name = t('red.exemplar', {
      value: format(exemplar.value),
      time: formatClock(exemplar.time * 1_000, false),
    });
    const title = `${exemplarSubject(exemplar)}\n${name}${above ? ` (${t('red.exemplar.above')})` : ''}`;
    return (
      <Link
        key={`${exemplar.traceId}${exemplar.spanId}${exemplar.time}`}
        to="/traces/$traceId"
        params={{ traceId: exemplar.traceId }}
        search={(previous) => traceSearch(previous, exemplar.spanId)}
        className={above ? 'exemplar exemplar-above' : 'exemplar'}
        style={{
          left: frame.left + x * frame.width,
          top: frame.top + (1 - Math.min(1, Math.max(0, y))) * frame.height,
        }}
        data-testid="exemplar-point"
        aria-label={title}
        title={title}
      />
    );
  });
}

/** The same exemplars as a table: for the keyboard, for those who do not see the chart, and to read the values. */
export function ExemplarList(props: { readonly exemplars: readonly Exemplar[] }): ReactNode {
  const { t } = useI18n();
  if (props.exemplars.length === 0) return <p className="exemplar-none">{t('red.exemplars.none')}</p>;
  return (
    <details className="exemplar-list">
      <summary>
        <span className="exemplar-mark" aria-hidden />
        {t('red.exemplars', { n: props.exemplars.length })}
      </summary>
      <div className="exemplar-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('red.time')}</th>
              <th scope="col">{t('red.value')}</th>
              <th scope="col">{t('red.what')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('logs.trace')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...props.exemplars].reverse().map((exemplar) => (
              <tr key={`${exemplar.traceId}${exemplar.spanId}${exemplar.time}`}>
                <td className="num" title={formatDateTime(exemplar.time * 1_000)}>
                  {formatClock(exemplar.time * 1_000)}
                </td>
                <td className="num">{formatDuration(exemplar.value * SECOND_NS)}</td>
                <td className="exemplar-subject">{exemplarSubject(exemplar)}</td>
                <td>
                  <Link
                    to="/traces/$traceId"
                    params={{ traceId: exemplar.traceId }}
                    search={(previous) => traceSearch(previous, exemplar.spanId)}
                    className="trace-link"
                  >
                    {t('logs.trace')}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
