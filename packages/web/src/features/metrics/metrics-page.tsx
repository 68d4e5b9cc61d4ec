import { Button, SegmentedControl, Switch } from '@mantine/core';
import '@mantine/core/styles/FloatingIndicator.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/SegmentedControl.css';
import '@mantine/core/styles/Switch.css';
import { IconListSearch, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { createLazyRoute } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { EmptyState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { ExemplarDots, ExemplarList } from '../charts/exemplar-dots.js';
import { plainChart } from '../charts/plot/series-chart-props.js';
import { SeriesLegend, type LegendColumn } from '../charts/plot/series-legend.js';
import { latencyTop } from '../charts/exemplar-points.js';
import { reduceValues } from '../dashboards/fields/reduce.js';
import { parseDurationMs } from '../dashboards/variables/interval.js';
import { Pending } from '../progress/pending.js';
import { QueryHistoryMenu } from '../query-history/query-history-menu.js';
import { useQueryHistory } from '../query-history/use-query-history.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { absoluteLink } from '../time-range/absolute-link.js';
import { useSetTimeRange, useTimeRange } from '../time-range/search.js';
import { formatValue } from '../units/format-value.js';
import { guessUnit } from '../units/guess-unit.js';
import { metricPlot } from './metric-series.js';
import {
  letters,
  queriesOf,
  queryPatch,
  removalPatch,
  styles,
  type DrawStyle,
  type MetricQuery,
  type MetricsPatch,
} from './metrics-search.js';
import { QueryRow } from './query-row.js';
import { ResultTable } from './result-table.js';
import { useInstantQueries, useMetricExemplars, useRangeQueries } from './use-metric-queries.js';
import './metrics.css';

export const Route = createLazyRoute('/metrics')({ component: MetricsPage });

const CHART_HEIGHT = 340;

const SeriesChart = lazy(async () => ({ default: (await import('../charts/plot/series-chart.js')).SeriesChart }));
const MetricBrowser = lazy(async () => ({ default: (await import('./browser/metric-browser.js')).MetricBrowser }));

/** Units to choose from; what the names of the metrics say is taken by itself. */
const unitChoices = [
  'short',
  'percent',
  'percentunit',
  's',
  'ms',
  'bytes',
  'decbytes',
  'binBps',
  'Bps',
  'reqps',
  'ops',
  'dateTimeAsIso',
];

function MetricsPage(): ReactNode {
  const { t } = useI18n();
  useDocumentTitle(t('nav.metrics'));
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  const history = useQueryHistory('promql');
  const queries = useMemo(() => queriesOf(search), [search]);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const [focused, setFocused] = useState<string>('A');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  // Another query in the URL (Back, a link) replaces what stands in its box.
  const written = queries.map(({ letter, expr }) => `${letter}${expr}`).join('\n');
  useEffect(() => setDrafts({}), [written]);

  const patch = (next: MetricsPatch, replace = false): void =>
    void navigate({
      search: (previous) =>
        Object.fromEntries(Object.entries({ ...previous, ...next }).filter(([, value]) => value !== undefined)),
      replace,
    });
  const draftOf = (query: MetricQuery): string => drafts[query.letter] ?? query.expr;
  const run = (): void => {
    const changed = queries.filter((query) => draftOf(query) !== query.expr);
    for (const query of queries) if (draftOf(query).trim() !== '') history.remember(draftOf(query).trim());
    if (changed.length === 0) {
      for (const answer of [...answers, ...instants]) void answer.refetch();
      return;
    }
    patch(
      Object.assign(
        {},
        ...changed.map((query) => queryPatch({ ...query, expr: draftOf(query).trim() })),
      ) as MetricsPatch,
    );
  };
  const add = (): void => {
    const letter = letters.find((each) => queries.every((query) => query.letter !== each));
    if (letter) patch({ ...queryPatch({ letter, expr: '', legend: '', hidden: false, instant: false }) }, true);
  };
  /** Takes a query of the browser: into the empty box, else into the one last worked in. */
  const take = (text: string): void => {
    const target =
      queries.find((query) => draftOf(query).trim() === '') ??
      queries.find(({ letter }) => letter === focused) ??
      queries[0];
    if (target) patch(queryPatch({ ...target, expr: text }));
  };

  const stepMs = search.step === undefined ? undefined : parseDurationMs(search.step);
  const stepS = stepMs === undefined ? undefined : Math.max(1, Math.round(stepMs / 1_000));
  const asked = queries.filter(({ expr, hidden: off }) => expr.trim() !== '' && !off);
  const table = search.view === 'table';
  const ranged = table ? [] : asked.filter(({ instant }) => !instant);
  const momentary = table ? asked : asked.filter(({ instant }) => instant);
  const answers = useRangeQueries({ queries: ranged, range, stepS });
  const instants = useInstantQueries({ queries: momentary, range });
  const units = [...new Set(asked.map(({ expr }) => guessUnit(expr) ?? ''))];
  const unitOf = useMemo(
    () =>
      ({ expr }: MetricQuery) =>
        search.unit ?? guessUnit(expr),
    [search.unit],
  );
  const style: DrawStyle = search.draw ?? 'line';

  const data = answers.map(({ data: answer }) => answer);
  const dataKey = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const plot = useMemo(
    () =>
      metricPlot(
        ranged.flatMap((query, at) => {
          const answer = data[at];
          return answer ? [{ query, answer }] : [];
        }),
        style,
        unitOf,
      ),
    // The answers are new objects each time they arrive; their times of arrival tell.
    [dataKey, written, style, unitOf, search],
  );
  const visible = useMemo(() => plot.series.filter(({ key }) => !hidden.has(key)), [plot, hidden]);
  const hasBuckets = ranged.some(({ expr }) => /_bucket\b/.test(expr));
  const exemplarsOn = search.exemplars === 'on' || (search.exemplars === undefined && hasBuckets);
  const exemplars = useMetricExemplars({ queries: exemplarsOn ? ranged : [], range });
  const exemplarUnit = ranged[0] && unitOf(ranged[0]);
  const exemplarFormat = (value: number): string => formatValue(value, exemplarUnit);
  const columns = useMemo<readonly LegendColumn[]>(
    () =>
      (['min', 'max', 'mean', 'lastNotNull'] as const).map((id) => ({
        id,
        title: t(`metrics.legend.${id}`),
        of: ({ values }) => reduceValues(values, id),
      })),
    [t],
  );
  const lineMax =
    exemplars.length > 0 ? Math.max(0, ...visible.map(({ values }) => reduceValues(values, 'max') ?? 0)) : undefined;
  const resolved = data[0] ? { start: data[0].grid.start, end: data[0].grid.end } : undefined;
  const failure = (query: MetricQuery): unknown => {
    const at = ranged.indexOf(query);
    const instantAt = momentary.indexOf(query);
    return (at >= 0 ? answers[at]?.error : undefined) ?? (instantAt >= 0 ? instants[instantAt]?.error : undefined);
  };
  const notesOf = (query: MetricQuery): readonly string[] => {
    const at = ranged.indexOf(query);
    const instantAt = momentary.indexOf(query);
    return (at >= 0 ? answers[at]?.data?.notes : instants[instantAt]?.data?.notes) ?? [];
  };
  const pending = [...answers, ...instants].find((answer) => answer.data === undefined && !answer.isError);
  const tableAnswers = momentary.flatMap((query, at) => {
    const answer = instants[at]?.data;
    return answer ? [{ query, answer }] : [];
  });

  return (
    <div className="metrics">
      <div className="metrics-head">
        <h1>{t('nav.metrics')}</h1>
        <Button
          variant={search.browse === 'on' ? 'light' : 'default'}
          size="compact-sm"
          leftSection={<IconListSearch size={15} aria-hidden />}
          aria-expanded={search.browse === 'on'}
          onClick={() => patch({ browse: search.browse === 'on' ? undefined : 'on', of: undefined }, true)}
        >
          {t('metrics.browser')}
        </Button>
        <div className="metrics-head-end">
          <QueryHistoryMenu
            language="promql"
            current={draftOf(queries[0] ?? { letter: 'A', expr: '', legend: '', hidden: false, instant: false })}
            onPick={take}
          />
          <CopyButton text={() => absoluteLink(range.resolve())} label={t('copy.link')} />
        </div>
      </div>
      {search.browse === 'on' && (
        <Suspense fallback={<Loading rows={8} />}>
          <MetricBrowser
            service={search.of}
            onService={() => patch({ of: undefined }, true)}
            onUse={take}
            onClose={() => patch({ browse: undefined, of: undefined }, true)}
          />
        </Suspense>
      )}
      <section className="panel metrics-queries" aria-label={t('metrics.queries')}>
        {queries.map((query) => (
          <div key={query.letter} onFocus={() => setFocused(query.letter)}>
            <QueryRow
              query={query}
              draft={draftOf(query)}
              onDraft={(text) => setDrafts({ ...drafts, [query.letter]: text })}
              onRun={run}
              onChange={(next) => patch(queryPatch(next), next.expr === query.expr)}
              onRemove={queries.length > 1 ? () => patch(removalPatch(query.letter)) : undefined}
              error={failure(query)}
              notes={notesOf(query)}
              range={range}
              stepS={stepS}
              history={history.recent.map(({ text }) => text)}
            />
          </div>
        ))}
        <div className="metrics-actions">
          <Button
            size="compact-sm"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            onClick={run}
            data-testid="run"
          >
            {t('metrics.run')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={queries.length === letters.length}
            onClick={add}
          >
            {t('metrics.add')}
          </Button>
          <label className="metrics-step">
            {t('metrics.step')}
            <input
              className="query-legend metrics-step-input"
              placeholder={t('metrics.step.auto')}
              defaultValue={search.step ?? ''}
              key={search.step ?? ''}
              onBlur={(event) => {
                const text = event.currentTarget.value.trim();
                if (text !== (search.step ?? '')) patch({ step: text === '' ? undefined : text }, true);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') event.currentTarget.blur();
              }}
            />
          </label>
        </div>
      </section>
      <section className="panel metrics-result" aria-label={t('metrics.result')}>
        <div className="metrics-bar">
          <SegmentedControl
            size="xs"
            aria-label={t('metrics.view')}
            value={search.view ?? 'chart'}
            data={[
              { value: 'chart', label: t('metrics.view.chart') },
              { value: 'table', label: t('metrics.view.table') },
            ]}
            onChange={(view) => patch({ view: view === 'table' ? 'table' : undefined })}
          />
          {!table && (
            <>
              <select
                className="range-select"
                aria-label={t('metrics.draw')}
                value={style}
                onChange={(event) => {
                  const draw = event.currentTarget.value as DrawStyle;
                  patch({ draw: draw === 'line' ? undefined : draw }, true);
                }}
              >
                {styles.map((each) => (
                  <option key={each} value={each}>
                    {t(`metrics.draw.${each}`)}
                  </option>
                ))}
              </select>
              <Switch
                size="xs"
                label={t('metrics.log')}
                checked={search.log === 'on'}
                onChange={(event) => patch({ log: event.currentTarget.checked ? 'on' : undefined }, true)}
              />
              <Switch
                size="xs"
                label={t('metrics.exemplars')}
                checked={exemplarsOn}
                onChange={(event) => patch({ exemplars: event.currentTarget.checked ? 'on' : 'off' }, true)}
              />
            </>
          )}
          <select
            className="range-select metrics-unit"
            aria-label={t('metrics.unit')}
            value={search.unit ?? ''}
            onChange={(event) =>
              patch({ unit: event.currentTarget.value === '' ? undefined : event.currentTarget.value }, true)
            }
          >
            <option value="">
              {t('metrics.unit.auto', {
                unit:
                  units.map((each) => (each === '' ? t('metrics.unit.none') : each)).join(', ') ||
                  t('metrics.unit.none'),
              })}
            </option>
            {[...new Set([...unitChoices, ...(search.unit === undefined ? [] : [search.unit])])].map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </div>
        {asked.length === 0 && (
          <EmptyState title={t('metrics.start')}>
            {t('metrics.start.hint')}
            <div className="metrics-examples">
              {[
                'up',
                'sum by (job) (rate(http_server_request_duration_seconds_count[5m]))',
                'process_resident_memory_bytes',
              ].map((example) => (
                <Button
                  key={example}
                  variant="default"
                  size="compact-sm"
                  className="metrics-example"
                  onClick={() => take(example)}
                >
                  <code>{example}</code>
                </Button>
              ))}
            </div>
          </EmptyState>
        )}
        {pending && <Pending query={pending} rows={6} />}
        {resolved && plot.series.length > 0 && (
          <>
            <Suspense fallback={<div style={{ height: CHART_HEIGHT }} />}>
              <SeriesChart
                {...plainChart}
                testId="metrics-chart"
                title={ranged.map(({ expr }) => expr).join(', ')}
                times={plot.times}
                series={visible}
                range={resolved}
                height={CHART_HEIGHT}
                group="metrics"
                log={search.log === 'on'}
                max={exemplars.length > 0 && style !== 'stacked' ? latencyTop(lineMax, exemplars) : undefined}
                onZoom={(start, end) => setRange({ from: String(start), to: String(end) })}
                overlay={
                  exemplars.length > 0
                    ? (frame) => <ExemplarDots frame={frame} exemplars={exemplars} format={exemplarFormat} />
                    : undefined
                }
              />
            </Suspense>
            <SeriesLegend series={plot.series} hidden={hidden} onHidden={setHidden} columns={columns} table />
            {exemplarsOn && <ExemplarList exemplars={exemplars} />}
          </>
        )}
        {resolved && plot.series.length === 0 && !pending && (
          <EmptyState title={t('metrics.empty')}>{t('metrics.empty.hint')}</EmptyState>
        )}
        {tableAnswers.length > 0 && <ResultTable answers={tableAnswers} unitOf={unitOf} />}
      </section>
    </div>
  );
}
