import { Button } from '@mantine/core';
import { IconFocus2, IconListSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { fetchRelated, type RelatedService } from '../../api/related.js';
import { SignalLink } from '../../controls/signal-link.js';
import { useI18n, type Translate } from '../../i18n/translate.js';
import { operationFilter } from '../traces/traceql-filter.js';
import { aroundTrace } from './around-trace.js';
import { type Span } from './otlp.js';
import { type TraceTree } from './tree.js';

/** From a span to its log lines, to the numbers of its operation, and to traces like it. What leads nowhere says why. */
export function JumpLinks(props: {
  readonly span: Span;
  readonly tree: TraceTree;
  readonly focused: boolean;
  readonly onFocus: () => void;
}): ReactNode {
  const { t } = useI18n();
  const { span, tree } = props;
  const related = useQuery({
    queryKey: ['related', span.traceId],
    queryFn: ({ signal }) => fetchRelated(span.traceId, signal),
    staleTime: 30_000,
  });
  const service = related.data?.services.find(({ name }) => name === span.service);
  const range = aroundTrace(tree);
  const logs = { ...range, q: service?.logQuery ?? '' };
  const byTime = service !== undefined && service.logsByTraceId === 0;
  return (
    <nav className="span-jumps" aria-label={t('jump.title')}>
      <SignalLink
        signal="logs"
        to="/logs"
        search={logs}
        unavailable={related.isPending ? t('loading') : whyNoLogs(t, span.service, service)}
        title={byTime ? t('jump.logs.time', { service: span.service }) : undefined}
        data-testid="jump-logs"
      >
        {t('jump.logs')} {service && !byTime && <span className="num">{service.logsByTraceId}</span>}
      </SignalLink>
      <SignalLink
        signal="metrics"
        to="/services/$name"
        params={{ name: span.service }}
        search={{ ...range, op: span.name }}
        data-testid="jump-metrics"
      >
        {t('jump.metrics')}
      </SignalLink>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconListSearch size={13} aria-hidden />}
        renderRoot={(rest) => (
          <Link to="/traces" search={{ ...range, q: operationFilter(span.service, span.name) }} {...rest} />
        )}
      >
        {t('jump.alike')}
      </Button>
      <Button
        variant={props.focused ? 'light' : 'default'}
        size="compact-xs"
        aria-pressed={props.focused}
        leftSection={<IconFocus2 size={13} aria-hidden />}
        onClick={props.onFocus}
      >
        {t('jump.focus')}
      </Button>
    </nav>
  );
}

/** @returns undefined when there are lines to go to. */
function whyNoLogs(t: Translate, name: string, service: RelatedService | undefined): string | undefined {
  if (!service) return t('jump.unknown');
  if (service.logsByTraceId > 0 || service.logsByTime > 0) return undefined;
  return t('jump.logs.none', { service: name });
}
