import { CloseButton } from '@mantine/core';
import { IconAlertCircleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { nanosToMs } from '../../time/nanos.js';
import { type RedSource } from '../charts/use-red.js';
import { AROUND_MS, aroundTrace } from './around-trace.js';
import { AttributeTable } from './attribute-table.js';
import { JumpLinks } from './jump-links.js';
import { SpanEvents } from './span-events.js';
import { SpanLogs } from './span-logs.js';
import { type TraceTree, type TreeNode } from './tree.js';
import './span-panel.css';

// The chart library is as large as the rest of this page.
const RedCharts = lazy(async () => ({ default: (await import('../charts/red-charts.js')).RedCharts }));

/** Everything about one span: what it did, its log lines, and how its service fared around that time. */
export function SpanPanel(props: {
  readonly node: TreeNode;
  readonly tree: TraceTree;
  readonly colour: string;
  /** The view is on this span's subtree alone. */
  readonly focused: boolean;
  readonly onFocus: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useI18n();
  const { node, tree } = props;
  const { span } = node;
  return (
    <aside className="span-panel panel" data-testid="span-panel" aria-label={`${span.service}: ${span.name}`}>
      <header className="span-head">
        <span className="span-colour" style={{ background: props.colour }} aria-hidden />
        <div className="span-head-text">
          <h2>{span.name}</h2>
          <p className="span-facts">
            <Link to="/services/$name" params={{ name: span.service }} search={aroundTrace(tree)}>
              {span.service}
            </Link>
            <b className="num">{formatDuration(node.duration)}</b>
            <span className="num">{t('span.start', { offset: formatDuration(node.offset) })}</span>
            <span>{span.kind}</span>
          </p>
        </div>
        <CloseButton size="sm" aria-label={t('close')} onClick={props.onClose} />
      </header>
      <div className="span-sections">
        <JumpLinks span={span} tree={tree} focused={props.focused} onFocus={props.onFocus} />
        {span.status === 'error' && (
          <p className="span-error">
            <IconAlertCircleFilled size={14} aria-hidden />
            <span>
              <b>{t('trace.error')}</b> {span.statusMessage}
            </span>
          </p>
        )}
        {node.misplaced !== undefined && (
          <p className="span-note">
            {node.misplaced === 'orphan' ? t('trace.orphan', { id: span.parentId }) : t('trace.cycle')}
          </p>
        )}
        {node.skew > 0 && <p className="span-note">{t('trace.skew', { by: formatDuration(node.skew) })}</p>}
        <Section title={t('span.logs')}>
          <SpanLogs span={span} tree={tree} />
        </Section>
        <Section title={t('span.attributes')} count={span.attributes.length}>
          <AttributeTable scope="span" attributes={span.attributes} dropped={span.droppedAttributes} />
        </Section>
        {(span.events.length > 0 || span.droppedEvents > 0) && (
          <Section title={t('span.events')} count={span.events.length}>
            <SpanEvents span={span} />
          </Section>
        )}
        <Section title={t('span.service', { service: span.service })}>
          <ServiceAround service={span.service} tree={tree} />
        </Section>
        {span.links.length > 0 && (
          <Section title={t('span.links')} count={span.links.length}>
            {span.links.map((link, i) => (
              <div key={i} className="span-event-item">
                <Link
                  to="/traces/$traceId"
                  params={{ traceId: link.traceId }}
                  search={{ span: link.spanId }}
                  className="trace-link"
                >
                  {t('span.link.open')} <code>{link.traceId.slice(0, 8)}…</code>
                </Link>
                {link.attributes.length > 0 && <AttributeTable scope="link" attributes={link.attributes} />}
              </div>
            ))}
          </Section>
        )}
        <Section title={t('span.resource')} count={span.resource.length} closed>
          <AttributeTable scope="resource" attributes={span.resource} />
        </Section>
        <dl className="span-ids">
          <Fact name={t('span.id')} value={span.spanId} />
          <Fact name={t('span.parent')} value={span.parentId === '' ? t('span.none') : span.parentId} />
          <Fact name={t('span.status')} value={span.status} />
          {span.scope !== '' && <Fact name={t('span.scope')} value={span.scope} />}
          {span.traceState !== '' && <Fact name={t('span.tracestate')} value={span.traceState} />}
        </dl>
      </div>
    </aside>
  );
}

function Section(props: {
  readonly title: string;
  readonly count?: number;
  readonly closed?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <details className="span-section" open={props.closed !== true}>
      <summary>
        {props.title} {props.count !== undefined && <span className="muted num">{props.count}</span>}
      </summary>
      {props.children}
    </details>
  );
}

function Fact(props: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <code>{props.value}</code> <CopyButton text={() => props.value} />
      </dd>
    </div>
  );
}

/** The service's charts a quarter of an hour to both sides of the trace, the same for all spans of a service. */
function ServiceAround(props: { readonly service: string; readonly tree: TraceTree }): ReactNode {
  const { t } = useI18n();
  const { service, tree } = props;
  const source = useMemo<RedSource>(() => {
    const start = nanosToMs(tree.start) - AROUND_MS;
    const end = nanosToMs(tree.start + BigInt(tree.duration)) + AROUND_MS;
    return {
      service,
      rangeKey: `${start} ${end}`,
      resolve: () => ({ start, end: Math.max(start + AROUND_MS, Math.min(end, Date.now())) }),
      // The metrics of a trace that has just ended are still on their way.
      refetchInterval: Date.now() < end ? 10_000 : false,
    };
  }, [service, tree]);
  return (
    <>
      <Suspense fallback={<Loading rows={4} />}>
        <RedCharts source={source} compact />
      </Suspense>
      <p className="span-open">
        <Link to="/services/$name" params={{ name: service }} search={aroundTrace(tree)}>
          {t('span.open')}
        </Link>
      </p>
    </>
  );
}
