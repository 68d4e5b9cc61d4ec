import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { fetchLabelNames, fetchLabelValues } from '../../../api/prom-labels.js';
import { fetchMetadata } from '../../../api/prom-metadata.js';
import { queryInstant } from '../../../api/prom-query.js';
import { EmptyState } from '../../../controls/notice.js';
import { useI18n } from '../../../i18n/translate.js';
import { formatAmount } from '../../../time/format.js';
import { jobMatcher } from '../../charts/promql.js';
import { Pending } from '../../progress/pending.js';
import { useTimeRange, type TimeRange } from '../../time-range/search.js';
import { familyName, groupMetrics } from './metric-groups.js';
import { selectorOf, startingQuery, type Chosen } from './selector.js';
import './metric-browser.css';

/** Names shown of one group, and values of one label, until more are asked for. */
const SHOWN = 60;
const VALUES = 30;

function seconds(range: TimeRange): { start: number; end: number } {
  const { start, end } = range.resolve();
  return { start: start / 1_000, end: end / 1_000 };
}

/** Which metrics there are, what they say of themselves, and their labels: a selector by clicking. */
export function MetricBrowser(props: {
  /** Its metrics alone are shown, and queries are of it. */
  readonly service: string | undefined;
  /** All metrics again. */
  readonly onService: () => void;
  readonly onUse: (query: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useI18n();
  const range = useTimeRange();
  const [filter, setFilter] = useState('');
  const [metric, setMetric] = useState<string>();
  const { service } = props;
  const ofService = service === undefined ? undefined : `{${jobMatcher(service)}}`;
  const rangeKey = `${range.text.from} ${range.text.to}`;
  const names = useQuery({
    queryKey: ['metric-names', rangeKey, ofService],
    queryFn: ({ signal }) => fetchLabelValues('__name__', seconds(range), ofService, signal),
    staleTime: 30_000,
  });
  const jobs = useQuery({
    queryKey: ['metric-jobs', rangeKey, ofService],
    enabled: ofService !== undefined,
    queryFn: ({ signal }) => fetchLabelValues('job', seconds(range), ofService, signal),
    staleTime: 30_000,
  });
  const chosenFirst: Chosen = new Map(service === undefined || !jobs.data ? [] : [['job', jobs.data]]);
  const metadata = useQuery({
    queryKey: ['metric-metadata'],
    queryFn: ({ signal }) => fetchMetadata(signal),
    staleTime: 60_000,
  });
  const groups = useMemo(() => groupMetrics(names.data ?? [], filter), [names.data, filter]);
  const about = (name: string) => metadata.data?.get(familyName(name, (known) => metadata.data?.has(known) ?? false));
  return (
    <section className="panel metric-browser" aria-label={t('metrics.browser')} data-testid="metric-browser">
      <div className="metric-browser-list">
        <div className="metric-browser-head">
          <TextInput
            size="xs"
            data-filter
            aria-label={t('metrics.browser.filter')}
            placeholder={t('metrics.browser.filter')}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <CloseButton size="sm" aria-label={t('close')} onClick={props.onClose} />
        </div>
        {service !== undefined && (
          <p className="metric-browser-of" data-testid="browser-service">
            <span>{t('metrics.browser.of', { name: service })}</span>
            <Button size="compact-xs" variant="subtle" onClick={props.onService}>
              {t('metrics.browser.all')}
            </Button>
          </p>
        )}
        <div className="metric-browser-names">
          {!names.data && <Pending query={names} rows={8} compact />}
          {names.data && groups.length === 0 && (
            <EmptyState
              compact
              title={filter === '' ? t('metrics.browser.none') : t('metrics.browser.nomatch', { text: filter })}
            />
          )}
          {groups.map((group) => (
            <details
              key={group.prefix}
              open={filter !== '' || groups.length < 4 || group.metrics.includes(metric ?? '')}
            >
              <summary>
                {group.prefix === '' ? t('metrics.browser.other') : `${group.prefix}…`}
                <span className="muted num">{group.metrics.length}</span>
              </summary>
              <ul>
                {group.metrics.slice(0, filter === '' ? SHOWN * 5 : SHOWN).map((name) => (
                  <li key={name}>
                    <button
                      type="button"
                      className="metric-name"
                      aria-pressed={name === metric}
                      title={about(name)?.help}
                      onClick={() => setMetric(name)}
                    >
                      <span>{name}</span>
                      {about(name)?.type && <span className="metric-type">{about(name)?.type}</span>}
                    </button>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </div>
      </div>
      {metric === undefined ? (
        <p className="metric-browser-hint muted">{t('metrics.browser.hint')}</p>
      ) : (
        <MetricDetail
          key={`${metric} ${chosenFirst.size}`}
          metric={metric}
          chosen={chosenFirst}
          type={about(metric)?.type ?? ''}
          help={about(metric)?.help ?? ''}
          unit={about(metric)?.unit ?? ''}
          range={range}
          onUse={props.onUse}
        />
      )}
    </section>
  );
}

function MetricDetail(props: {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
  readonly range: TimeRange;
  /** What is chosen at first. */
  readonly chosen: Chosen;
  readonly onUse: (query: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const { metric, range } = props;
  const [chosen, setChosen] = useState(props.chosen);
  const [open, setOpen] = useState<string>();
  const base = selectorOf(metric, new Map());
  const selector = selectorOf(metric, chosen);
  const labels = useQuery({
    queryKey: ['metric-labels', metric, range.text.from, range.text.to],
    queryFn: ({ signal }) => fetchLabelNames(seconds(range), base, signal),
    staleTime: 30_000,
  });
  const names = labels.data?.filter((name) => name !== '__name__') ?? [];
  const toggle = (label: string, value: string): void => {
    const now = chosen.get(label) ?? [];
    const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
    setChosen(new Map([...chosen, [label, next]]));
  };
  return (
    <div className="metric-detail">
      <h2 className="metric-detail-name">{metric}</h2>
      <p className="muted metric-detail-help">
        {[props.type, props.unit].filter(Boolean).map((part) => (
          <span key={part} className="metric-type">
            {part}
          </span>
        ))}
        {props.help === '' ? t('metrics.browser.nohelp') : props.help}
      </p>
      {!labels.data && <Pending query={labels} rows={4} compact />}
      <ul className="metric-labels">
        {names.map((label) => (
          <li key={label}>
            <button
              type="button"
              className="metric-label"
              aria-expanded={open === label}
              onClick={() => setOpen(open === label ? undefined : label)}
            >
              <span>{label}</span>
              {(chosen.get(label)?.length ?? 0) > 0 && (
                <span className="metric-chosen num">{chosen.get(label)?.length}</span>
              )}
            </button>
            {open === label && (
              <LabelValues
                metric={metric}
                label={label}
                range={range}
                chosen={chosen}
                onToggle={(value) => toggle(label, value)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="metric-detail-foot">
        <code>{selector}</code>
        <Button size="compact-sm" onClick={() => props.onUse(startingQuery(metric, props.type, selector))}>
          {t('metrics.browser.use')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => props.onUse(selector)}>
          {t('metrics.browser.selector')}
        </Button>
      </div>
    </div>
  );
}

/** Values of a label with their number of series, among the series that the other labels' choices leave. */
function LabelValues(props: {
  readonly metric: string;
  readonly label: string;
  readonly range: TimeRange;
  readonly chosen: Chosen;
  readonly onToggle: (value: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const { label, range } = props;
  const [all, setAll] = useState(false);
  const others = selectorOf(props.metric, new Map([...props.chosen].filter(([name]) => name !== label)));
  const query = `count by (${/^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label)}) (last_over_time(${others}[5m]))`;
  const counts = useQuery({
    queryKey: ['metric-values', query, range.text.from, range.text.to],
    queryFn: ({ signal }) => queryInstant(query, seconds(range).end, signal),
    staleTime: 15_000,
  });
  if (!counts.data) return <Pending query={counts} rows={2} compact />;
  const values = counts.data.samples
    .map(({ labels, value }) => ({ name: labels[label] ?? '', series: value }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => b.series - a.series || a.name.localeCompare(b.name, undefined, { numeric: true }));
  const chosen = props.chosen.get(label) ?? [];
  return (
    <ul className="metric-values">
      {values.length === 0 && <li className="muted">{t('metrics.browser.quiet')}</li>}
      {values.slice(0, all ? undefined : VALUES).map(({ name, series }) => (
        <li key={name}>
          <button
            type="button"
            className="metric-value"
            aria-pressed={chosen.includes(name)}
            onClick={() => props.onToggle(name)}
          >
            <span>{name}</span>
            <span className="muted num">{formatAmount(series)}</span>
          </button>
        </li>
      ))}
      {!all && values.length > VALUES && (
        <li>
          <button type="button" className="metric-value" onClick={() => setAll(true)}>
            {t('chart.all', { n: values.length })}
          </button>
        </li>
      )}
    </ul>
  );
}
