import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconCircleMinus, IconCirclePlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type CSSProperties, type ReactNode } from 'react';
import { ApiError } from '../../api/http.js';
import { fetchDetectedFields } from '../../api/loki-detected-fields.js';
import { fetchLabelNames } from '../../api/loki-labels.js';
import { queryLokiInstant } from '../../api/loki-metric-query.js';
import { errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatAmount, formatPercent } from '../../time/format.js';
import { type TimeRange } from '../time-range/search.js';
import { selectorOf, type FilterAction } from './query-edit.js';
import './facets.css';

/** A field as the list beside the lines offers it. */
export interface Facet {
  readonly name: string;
  readonly label: boolean;
  /** Distinct values in a sample; undefined for labels. */
  readonly cardinality: number | undefined;
  /** The stage that reads it from the line; undefined when none is needed. */
  readonly parser: string | undefined;
}

/** Values listed of a field. */
const VALUES = 10;
/** Of nearly as many values as lines: ids and times, of which a list says nothing. */
const TOO_MANY = 200;
/** What one looks at first. */
const OPEN_AT_FIRST = ['service_name'];

/** Fields of the lines with their values and counts; a click filters. */
export function Facets(props: {
  readonly query: string;
  readonly range: TimeRange;
  /** False while the lines themselves are awaited: they come first. */
  readonly enabled: boolean;
  readonly onFilter: (facet: Facet, value: string, action: FilterAction) => void;
}): ReactNode {
  const { t } = useI18n();
  const { query, range, enabled } = props;
  const [needle, setNeedle] = useState('');
  const facets = useQuery({
    queryKey: ['logs-facets', query, range.text],
    enabled,
    placeholderData: keepPreviousData,
    meta: { quiet: true },
    queryFn: async ({ signal }) => {
      const scope = range.resolve();
      const [labels, fields] = await Promise.all([
        fetchLabelNames({ ...scope, query: selectorOf(query) }, signal),
        fetchDetectedFields({ ...scope, query }, signal),
      ]);
      return { labels, fields };
    },
  });
  // A query that is refused is refused for the lines too, where it says so.
  const refused = facets.error instanceof ApiError && facets.error.status === 400;
  const { labels = [], fields = [] } = facets.data ?? {};
  const all: readonly Facet[] = [
    ...labels.map((name) => ({ name, label: true, cardinality: undefined, parser: undefined })),
    ...fields
      .filter(({ name, cardinality }) => cardinality < TOO_MANY && !labels.includes(name) && name !== 'detected_level')
      .sort((a, b) => Number(a.cardinality === 1) - Number(b.cardinality === 1) || a.name.localeCompare(b.name))
      .map(({ name, cardinality, parsers }) => ({ name, label: false, cardinality, parser: parsers[0] })),
  ];
  const shown = all.filter(({ name }) => name.toLowerCase().includes(needle.toLowerCase()));
  return (
    <section className="facets" aria-label={t('logs.facets')} data-testid="log-facets">
      <TextInput
        size="xs"
        aria-label={t('logs.facets.find')}
        placeholder={t('logs.facets.find')}
        value={needle}
        onChange={(event) => setNeedle(event.currentTarget.value)}
      />
      {facets.isError && !refused && <p className="notice-line">{errorMessage(facets.error)}</p>}
      {facets.isSuccess && shown.length === 0 && (
        <p className="facets-none muted">{t(all.length === 0 ? 'logs.facets.nothing' : 'logs.facets.none')}</p>
      )}
      <ul className="facets-list">
        {shown.map((facet) => (
          <FacetItem key={`${facet.label} ${facet.name}`} {...props} facet={facet} />
        ))}
      </ul>
    </section>
  );
}

function FacetItem(props: {
  readonly facet: Facet;
  readonly query: string;
  readonly range: TimeRange;
  readonly onFilter: (facet: Facet, value: string, action: FilterAction) => void;
}): ReactNode {
  const { facet } = props;
  const [open, setOpen] = useState(OPEN_AT_FIRST.includes(facet.name));
  return (
    <li className="facet" data-testid="log-facet" data-facet={facet.name}>
      <button type="button" className="facet-name" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={12} aria-hidden /> : <IconChevronRight size={12} aria-hidden />}
        <span className="facet-title">{facet.name}</span>
        {facet.cardinality !== undefined && <span className="muted num">{facet.cardinality}</span>}
      </button>
      {open && <FacetValues {...props} />}
    </li>
  );
}

function FacetValues(props: Parameters<typeof FacetItem>[0]): ReactNode {
  const { t } = useI18n();
  const { facet, query, range, onFilter } = props;
  const values = useQuery({
    queryKey: ['logs-facet', facet, query, range.text],
    placeholderData: keepPreviousData,
    meta: { quiet: true },
    queryFn: async ({ signal }) => {
      const at = range.resolve();
      const lines = facet.parser === undefined ? query : `${query} | ${facet.parser}`;
      const seconds = Math.max(1, Math.ceil((at.end - at.start) / 1_000));
      const counted = `sum by (${facet.name}) (count_over_time(${lines} [${seconds}s]))`;
      const { samples } = await queryLokiInstant(counted, at.end / 1_000, signal);
      return samples
        .map(({ labels, value }) => ({ value: labels[facet.name] ?? '', count: value }))
        .sort((a, b) => b.count - a.count);
    },
  });
  if (values.isError) return <p className="notice-line">{errorMessage(values.error)}</p>;
  if (!values.data) return <p className="facet-wait muted">{t('loading')}</p>;
  const total = values.data.reduce((sum, { count }) => sum + count, 0);
  const given = values.data.filter(({ value }) => value !== '');
  const action = (value: string, kind: FilterAction, label: string, icon: ReactNode): ReactNode => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="xs"
      title={label}
      aria-label={`${label}: ${facet.name} ${value.slice(0, 100)}`}
      onClick={() => onFilter(facet, value, kind)}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <ul className="facet-values">
      {given.slice(0, VALUES).map(({ value, count }) => (
        <li key={value} className="facet-value" style={{ '--share': `${(count / total) * 100}%` } as CSSProperties}>
          <button
            type="button"
            className="facet-pick"
            title={`${value.slice(0, 500)}\n${t('logs.facets.only')}`}
            onClick={() => onFilter(facet, value, 'only')}
          >
            <span className="facet-text">{value.slice(0, 200)}</span>
            <span className="facet-count num" title={formatPercent(count / total)}>
              {formatAmount(count)}
            </span>
          </button>
          <span className="facet-actions">
            {action(value, 'include', t('logs.facets.include'), <IconCirclePlus size={13} aria-hidden />)}
            {action(value, 'exclude', t('logs.facets.exclude'), <IconCircleMinus size={13} aria-hidden />)}
          </span>
        </li>
      ))}
      {given.length > VALUES && (
        <li className="facet-wait muted">{t('logs.facets.more', { n: given.length - VALUES })}</li>
      )}
      {given.length === 0 && <li className="facet-wait muted">{t('logs.facets.empty')}</li>}
    </ul>
  );
}
