import { Button, CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { searchTracePage } from '../../api/tempo-search.js';
import { ErrorState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime, formatDuration } from '../../time/format.js';
import { nanosToMs, parseNanos } from '../../time/nanos.js';
import { rootFilter } from '../traces/traceql-filter.js';
import { aroundTrace } from './around-trace.js';
import { normalizeTraceId } from './ids.js';
import { validateTraceSearch } from './trace-search.js';
import { type TraceTree } from './tree.js';

const OFFERED = 8;

/** Which trace to compare this one with: one of the same kind from around its time, or any by its id. */
export function CompareChoice(props: {
  readonly traceId: string;
  readonly tree: TraceTree;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useI18n();
  const { tree, traceId } = props;
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const root = tree.roots[0]?.span;
  const alike = useQuery({
    queryKey: ['alike', traceId],
    enabled: root !== undefined,
    queryFn: async ({ signal }) => {
      const { from, to } = aroundTrace(tree);
      const range = { start: Number(from), end: Number(to) };
      const q = rootFilter(root?.service ?? '', root?.name ?? '');
      const { traces } = await searchTracePage({ q, range, order: 'duration', limit: OFFERED + 1, cursor: '' }, signal);
      return traces.filter((trace) => trace.traceId !== traceId).slice(0, OFFERED);
    },
  });
  const id = normalizeTraceId(text);
  const open = (): void => {
    if (id !== undefined)
      void navigate({ to: '.', search: (previous) => ({ ...validateTraceSearch({ ...previous }), with: id }) });
  };
  return (
    <section className="compare-choice panel" aria-label={t('compare.choose')}>
      <div className="compare-choice-id">
        <TextInput
          size="xs"
          className="trace-filter"
          aria-label={t('compare.id')}
          placeholder={t('compare.id')}
          value={text}
          error={text !== '' && id === undefined ? t('trace.badid', { id: text }) : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') open();
          }}
        />
        <Button size="compact-sm" disabled={id === undefined} onClick={open}>
          {t('trace.compare')}
        </Button>
        <CloseButton size="sm" aria-label={t('close')} onClick={props.onClose} />
      </div>
      {alike.isError && <ErrorState error={alike.error} compact />}
      {alike.isPending && <Loading rows={2} />}
      {alike.data?.length === 0 && <p className="muted">{t('compare.none')}</p>}
      {alike.data && alike.data.length > 0 && (
        <>
          <p className="muted">{t('compare.alike', { service: root?.service ?? '', name: root?.name ?? '' })}</p>
          <ul className="compare-alike">
            {alike.data.map((trace) => (
              <li key={trace.traceId}>
                <Link
                  to="/traces/$traceId"
                  params={{ traceId }}
                  search={(previous) => ({ ...validateTraceSearch({ ...previous }), with: trace.traceId })}
                  data-testid="compare-option"
                >
                  <b className="num">{formatDuration(trace.durationMs * 1e6)}</b>{' '}
                  <span className="num muted">{formatDateTime(nanosToMs(parseNanos(trace.startNs)))}</span>{' '}
                  {trace.errors > 0 && <span className="trace-errors">{t('trace.errors', { n: trace.errors })}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
