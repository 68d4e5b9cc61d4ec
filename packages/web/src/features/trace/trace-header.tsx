import { ActionIcon, Button } from '@mantine/core';
import { IconAlertCircle, IconArrowsDiff, IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { baseUrl } from '../../api/http.js';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime, formatDuration, formatNanosUtc } from '../../time/format.js';
import { nanosToMs } from '../../time/nanos.js';
import { CompareChoice } from './compare-choice.js';
import { type LoadedTrace } from './load-trace.js';
import { aroundTrace } from './around-trace.js';

/** What the trace is, as a whole, and what can be done with all of it. */
export function TraceHeader(props: {
  readonly traceId: string;
  readonly trace: LoadedTrace;
  readonly colours: ReadonlyMap<string, string>;
  readonly onError: (by: 1 | -1) => void;
}): ReactNode {
  const { t } = useI18n();
  const { traceId } = props;
  const { tree, partial, cut } = props.trace;
  const [choosing, setChoosing] = useState(false);
  const root = tree.roots[0];
  const started = nanosToMs(tree.start);
  const orphans = tree.roots.filter(({ misplaced }) => misplaced === 'orphan').length;
  return (
    <header className="trace-head">
      <div className="trace-title">
        <h1>
          {root && <span className="span-service">{root.span.service}</span>} {root?.span.name}
        </h1>
        <div className="trace-actions">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconArrowsDiff size={14} aria-hidden />}
            aria-expanded={choosing}
            onClick={() => setChoosing(!choosing)}
          >
            {t('trace.compare')}
          </Button>
          <Button
            component="a"
            variant="default"
            size="compact-sm"
            href={new URL(`api/v2/traces/${traceId}`, baseUrl()).href}
            download={`trace-${traceId}.json`}
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            JSON
          </Button>
        </div>
      </div>
      <p className="trace-facts num">
        <b>{formatDuration(tree.duration)}</b>
        <span title={formatNanosUtc(tree.start)}>{formatDateTime(started)}</span>
        <span data-testid="trace-spans">
          {t(partial ? 'trace.spans.soFar' : 'trace.spans', { n: tree.nodes.length })}
        </span>
        {tree.errors > 0 && (
          <span className="trace-errors">
            <IconAlertCircle size={13} aria-hidden /> {t('trace.errors', { n: tree.errors })}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={t('trace.previousError')}
              title={`${t('trace.previousError')} (N)`}
              onClick={() => props.onError(-1)}
            >
              <IconChevronLeft size={13} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={t('trace.nextError')}
              title={`${t('trace.nextError')} (n)`}
              onClick={() => props.onError(1)}
            >
              <IconChevronRight size={13} aria-hidden />
            </ActionIcon>
          </span>
        )}
        <span className="trace-id">
          <code>{traceId}</code>
          <CopyButton text={() => traceId} title={t('trace.copyId')} />
        </span>
      </p>
      <ul className="trace-services" aria-label={t('trace.services', { n: tree.services.length })}>
        {tree.services.map((service) => (
          <li key={service}>
            <span className="trace-dot" style={{ background: props.colours.get(service) }} aria-hidden />
            <Link to="/services/$name" params={{ name: service }} search={aroundTrace(tree)}>
              {service}
            </Link>
          </li>
        ))}
      </ul>
      {cut !== undefined && (
        <p className="notice-line" role="status">
          {t('trace.cut', { n: tree.nodes.length })} <code>{cut}</code>
        </p>
      )}
      {orphans > 0 && <p className="notice-line">{t('trace.orphans', { n: orphans })}</p>}
      {choosing && <CompareChoice traceId={traceId} tree={tree} onClose={() => setChoosing(false)} />}
    </header>
  );
}
