import { CloseButton } from '@mantine/core';
import { IconAlertCircleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { nanosToMs } from '../../time/nanos.js';
import { RedCharts } from '../charts/red-charts.js';
import { type RedSource } from '../charts/use-red.js';
import { AttributeTable } from './attribute-table.js';
import { SpanLogs } from './span-logs.js';
import { type TraceTree, type TreeNode } from './tree.js';
import './span-panel.css';

const MARGIN_MS = 900_000;

/** Everything about one span: what it did, its log lines, and how its service fared around that time. */
export function SpanPanel(props: {
  readonly node: TreeNode;
  readonly tree: TraceTree;
  readonly colour: string;
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
          <AttributeTable attributes={span.attributes} dropped={span.droppedAttributes} />
        </Section>
        {(span.events.length > 0 || span.droppedEvents > 0) && (
          <Section title={t('span.events')} count={span.events.length}>
            {span.events.map((event, i) => (
              <div key={i} className="span-event-item">
                <p>
                  <b>{event.name}</b>{' '}
                  <span className="muted num">+{formatDuration(Number(event.time - span.start))}</span>
                </p>
                {event.attributes.length > 0 && <AttributeTable attributes={event.attributes} />}
              </div>
            ))}
            {span.droppedEvents > 0 && (
              <p className="attributes-dropped">{t('span.dropped', { n: span.droppedEvents })}</p>
            )}
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
                {link.attributes.length > 0 && <AttributeTable attributes={link.attributes} />}
              </div>
            ))}
          </Section>
        )}
        <Section title={t('span.resource')} count={span.resource.length} closed>
          <AttributeTable attributes={span.resource} />
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
    const start = nanosToMs(tree.start) - MARGIN_MS;
    const end = nanosToMs(tree.start + BigInt(tree.duration)) + MARGIN_MS;
    return {
      service,
      rangeKey: `${start} ${end}`,
      resolve: () => ({ start, end: Math.max(start + MARGIN_MS, Math.min(end, Date.now())) }),
      // The metrics of a trace that has just ended are still on their way.
      refetchInterval: Date.now() < end ? 10_000 : false,
    };
  }, [service, tree]);
  return (
    <>
      <RedCharts source={source} compact />
      <p className="span-open">
        <Link to="/services/$name" params={{ name: service }} search={aroundTrace(tree)}>
          {t('span.open')}
        </Link>
      </p>
    </>
  );
}

function aroundTrace(tree: TraceTree): { readonly from: string; readonly to: string } {
  const end = nanosToMs(tree.start + BigInt(tree.duration)) + MARGIN_MS;
  return { from: String(nanosToMs(tree.start) - MARGIN_MS), to: String(end) };
}
