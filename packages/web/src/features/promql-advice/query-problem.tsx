import { Button } from '@mantine/core';
import { IconAlertTriangle, IconBulb } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { parses } from '../../api/prom-format-query.js';
import { errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { adviseAll, errorOffset, type Advice } from './advice.js';
import './query-problem.css';

/** Characters shown around the place of an error. */
const AROUND = 40;

/**
 * A query the server refused: its message, the place in the query, and a query that the server can parse and that was probably meant.
 * @param onUse takes the suggestion over; without it the suggestion can only be read and copied.
 */
export function QueryProblem(props: {
  readonly query: string;
  readonly error: unknown;
  /** Only PromQL has suggestions. */
  readonly promql: boolean;
  readonly title?: string;
  readonly onUse?: ((query: string) => void) | undefined;
}): ReactNode {
  const { t } = useI18n();
  const { query, onUse } = props;
  const message = errorMessage(props.error);
  const advice = useQuery({
    queryKey: ['promql-advice', query, message],
    enabled: props.promql,
    queryFn: ({ signal }) => firstThatParses(adviseAll(query, message), signal),
    staleTime: Infinity,
    retry: false,
  });
  const at = errorOffset(query, message);
  return (
    <div className="problem" role="alert" data-testid="query-problem">
      <p className="problem-message">
        <IconAlertTriangle size={15} stroke={1.75} aria-hidden />
        <span>
          {props.title !== undefined && <b>{props.title}: </b>}
          {message}
        </span>
      </p>
      {at !== undefined && (
        <code className="problem-place">
          {at > AROUND && '…'}
          {query.slice(Math.max(0, at - AROUND), at)}
          <mark>{query[at] ?? ' '}</mark>
          {query.slice(at + 1, at + 1 + AROUND)}
          {query.length > at + 1 + AROUND && '…'}
        </code>
      )}
      {advice.data && (
        <div className="problem-advice" data-testid="query-advice">
          <IconBulb size={15} stroke={1.75} aria-hidden />
          <div className="problem-advice-text">
            <span>{t(`advice.${advice.data.reason}`)}</span>
            {advice.data.query !== '' && <code>{advice.data.query}</code>}
          </div>
          {advice.data.query !== '' && onUse && (
            <Button variant="default" size="compact-xs" onClick={() => onUse(advice.data?.query ?? '')}>
              {t('advice.use')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** The first suggestion the server can parse; else a reason without one. Null rather than undefined: the cache holds no undefined. */
async function firstThatParses(all: readonly Advice[], signal: AbortSignal): Promise<Advice | null> {
  for (const advice of all) {
    if (advice.query !== '' && (await parses(advice.query, signal))) return advice;
  }
  return all.find(({ query }) => query === '') ?? null;
}
