import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import '@mantine/core/styles/Menu.css';
import { useState, type ReactNode } from 'react';
import { fetchPlan } from '../../api/explain.js';
import { baseUrl } from '../../api/http.js';
import { copyText } from '../../controls/copy-text.js';
import { QueryEditor } from '../../controls/query-editor/query-editor.js';
import { useI18n } from '../../i18n/translate.js';
import { Pending } from '../progress/pending.js';
import { QueryProblem } from '../promql-advice/query-problem.js';
import { useToast } from '../toasts/toasts.js';
import { type TimeRange } from '../time-range/search.js';
import { curlCommand } from './curl.js';
import { type MetricQuery } from './metrics-search.js';
import { metricGrid } from './use-metric-queries.js';

/** One query: its text, how it is named and asked, what went wrong. */
export function QueryRow(props: {
  readonly query: MetricQuery;
  readonly draft: string;
  readonly onDraft: (text: string) => void;
  /** Takes the drafts of all rows over and asks. */
  readonly onRun: () => void;
  readonly onChange: (query: MetricQuery) => void;
  readonly onRemove: (() => void) | undefined;
  readonly error: unknown;
  readonly notes: readonly string[];
  readonly range: TimeRange;
  readonly stepS: number | undefined;
  readonly history: readonly string[];
}): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const { query } = props;
  const [explained, setExplained] = useState(false);
  const copyCurl = (): void => {
    const range = props.range.resolve();
    const grid = query.instant ? undefined : metricGrid(range, props.stepS);
    void copyText(curlCommand(baseUrl().href, props.draft, grid, Math.floor(range.end / 1_000))).then((done) => {
      if (done) toast({ tone: 'done', text: t('metrics.curl.done') });
    });
  };
  return (
    <div className={query.hidden ? 'query-row query-row-off' : 'query-row'} data-testid={`query-${query.letter}`}>
      <div className="query-row-line">
        <span className="query-letter" aria-hidden>
          {query.letter}
        </span>
        <div className="query-row-input">
          <QueryEditor
            language="promql"
            label={t('metrics.query', { letter: query.letter })}
            value={props.draft}
            onChange={props.onDraft}
            onRun={props.onRun}
            history={props.history}
            scope={props.range.resolve}
          />
        </div>
        <div className="query-row-tools">
          <input
            className="query-legend"
            aria-label={t('metrics.legend')}
            placeholder={`${t('metrics.legend.hint')} {{label}}`}
            defaultValue={query.legend}
            key={query.legend}
            onBlur={(event) => {
              if (event.currentTarget.value !== query.legend)
                props.onChange({ ...query, legend: event.currentTarget.value });
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
            }}
          />
          <select
            className="range-select"
            aria-label={t('metrics.type')}
            value={query.instant ? 'instant' : 'range'}
            onChange={(event) => props.onChange({ ...query, instant: event.currentTarget.value === 'instant' })}
          >
            <option value="range">{t('metrics.type.range')}</option>
            <option value="instant">{t('metrics.type.instant')}</option>
          </select>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-pressed={query.hidden}
            aria-label={t('metrics.hide', { letter: query.letter })}
            title={t('metrics.hide', { letter: query.letter })}
            onClick={() => props.onChange({ ...query, hidden: !query.hidden })}
          >
            {query.hidden ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
          </ActionIcon>
          <Menu position="bottom-end" shadow="md" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('metrics.more', { letter: query.letter })}>
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setExplained(!explained)}>{t('metrics.explain')}</Menu.Item>
              <Menu.Item onClick={copyCurl}>{t('metrics.curl')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          {props.onRemove && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('metrics.remove', { letter: query.letter })}
              title={t('metrics.remove', { letter: query.letter })}
              onClick={props.onRemove}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </div>
      </div>
      {props.error !== undefined && props.error !== null && !query.hidden && (
        <QueryProblem
          promql
          query={query.expr}
          error={props.error}
          onUse={(text) => props.onChange({ ...query, expr: text })}
        />
      )}
      {!query.hidden &&
        props.notes.map((note) => (
          <p key={note} className="query-note">
            {note}
          </p>
        ))}
      {explained && <Plan query={query.expr} />}
    </div>
  );
}

/** Where the parts of the query are evaluated, as the server says it. */
function Plan(props: { readonly query: string }): ReactNode {
  const { t } = useI18n();
  const plan = useQuery({
    queryKey: ['plan', 'promql', props.query],
    queryFn: ({ signal }) => fetchPlan('promql', props.query, signal),
    retry: false,
  });
  if (plan.data === undefined) return <Pending query={plan} rows={3} compact />;
  return (
    <pre className="query-plan" aria-label={t('metrics.explain')} tabIndex={0} data-testid="query-plan">
      {plan.data}
    </pre>
  );
}
