import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Tooltip.css';
import { IconAlertTriangle, IconDots, IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { asRecord, asText } from '../../../api/json.js';
import { EmptyState } from '../../../controls/notice.js';
import { useI18n } from '../../../i18n/translate.js';
import { Pending } from '../../progress/pending.js';
import { validateRangeSearch, type TimeRange } from '../../time-range/search.js';
import { downloadText, framesToCsv } from '../data/csv.js';
import { UnsupportedSource, type FailedQuery } from '../data/run-panel.js';
import { usePanel, type AskedAnswer } from '../data/use-panel.js';
import { linkAddress } from '../links/link-address.js';
import { type Dashboard, type Panel } from '../model/dashboard.js';
import { sourceOf } from '../model/source-kind.js';
import { isKnownTransformation } from '../transformations/apply.js';
import { interpolate } from '../variables/interpolate.js';
import { sourceNames, type Resolved } from '../variables/resolve.js';
import { within } from '../variables/scope.js';
import { PanelBoundary } from './panel-boundary.js';
import { type Mark } from './panel-props.js';
import { panelOfType } from './registry.js';
import './panel-frame.css';

// Most dashboards have no query that fails.
const QueryProblem = lazy(async () => ({
  default: (await import('../../promql-advice/query-problem.js')).QueryProblem,
}));

export interface PanelFrameProps {
  readonly dashboard: Dashboard;
  readonly panel: Panel;
  readonly resolved: Resolved;
  readonly range: TimeRange;
  readonly marks: readonly Mark[];
  readonly onZoom: (start: number, end: number) => void;
  /** Shows the panel alone, or all again. */
  readonly onView: () => void;
  readonly alone: boolean;
  readonly onJson: () => void;
}

/** A panel: title, menu, and what its queries answered, or why they did not. It asks once it comes near the screen. */
export function PanelFrame(props: PanelFrameProps): ReactNode {
  const { t } = useI18n();
  const { dashboard, panel, resolved } = props;
  const body = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>();
  const [near, setNear] = useState(false);
  useEffect(() => {
    const host = body.current;
    if (!host) return;
    const resize = new ResizeObserver(() => setSize({ width: host.clientWidth, height: host.clientHeight }));
    resize.observe(host);
    const seen = new IntersectionObserver((entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)), {
      rootMargin: '300px',
    });
    seen.observe(host);
    return () => {
      resize.disconnect();
      seen.disconnect();
    };
  }, []);
  const Body = panelOfType(panel.type);
  const asks = panel.targets.some(({ hidden }) => !hidden);
  const answer = usePanel({
    dashboard,
    panel,
    resolved,
    range: props.range,
    width: size?.width ?? 600,
    enabled: near && size !== undefined && asks && Body !== undefined,
  });
  const scope = within(resolved.scope, panel.scoped);
  const title = interpolate(panel.title, scope, 'text');
  // An id has no spaces; copies made by `repeat` have values of variables in their keys.
  const id = `title-${panel.key.replace(/\W+/g, '-')}`;
  return (
    <section
      className={panel.transparent ? 'dash-panel dash-panel-clear' : 'panel dash-panel'}
      aria-labelledby={id}
      data-testid="panel"
      data-panel={panel.key}
    >
      <header className="dash-panel-head">
        <h2 className="dash-panel-title" id={id} title={title}>
          {title === '' ? <span className="visually-hidden">{t('dash.untitled')}</span> : title}
        </h2>
        {panel.description !== '' && (
          <HeadNote text={interpolate(panel.description, scope, 'text')}>
            <IconInfoCircle size={14} aria-hidden />
          </HeadNote>
        )}
        {answer.data !== undefined && answer.data.notes.length > 0 && (
          <HeadNote text={answer.data.notes.join('\n')} testId="panel-notes">
            <IconAlertTriangle size={14} aria-hidden className="dash-panel-warn" />
          </HeadNote>
        )}
        <PanelMenu {...props} title={title} answer={answer.data} />
      </header>
      <div ref={body} className="dash-panel-body">
        <PanelBoundary key={panel.type} message={t('dash.crash')}>
          {!Body ? (
            <Unsupported panel={panel} />
          ) : !asks && panel.type !== 'text' ? (
            <EmptyState compact title={t('dash.noqueries')} />
          ) : (
            size && <Suspense fallback={null}>{content()}</Suspense>
          )}
        </PanelBoundary>
      </div>
    </section>
  );

  function content(): ReactNode {
    if (!Body || !size) return null;
    const common = {
      panel,
      title,
      width: size.width,
      height: size.height,
      marks: props.marks,
      group: `dashboard-${dashboard.uid}`,
      onZoom: props.onZoom,
    };
    if (panel.type === 'text') {
      return (
        <Body {...common} answer={{ frames: [], notes: [], failed: [] }} range={{ start: 0, end: 1 }} scope={scope} />
      );
    }
    if (!answer.data) return near ? <Pending query={answer} rows={3} compact /> : null;
    const { data } = answer;
    const { question } = data;
    const empty =
      data.frames.every(({ fields }) => fields.every(({ values }) => values.length === 0)) &&
      !data.lines &&
      !data.traces &&
      !(data.graph && data.graph.nodes.length > 0);
    const unknown = panel.transformations.flatMap((item) => {
      const name = asText(item['id']) ?? '';
      return isKnownTransformation(name) ? [] : [name];
    });
    return (
      <div
        className={answer.isPlaceholderData ? 'dash-panel-content dash-panel-stale' : 'dash-panel-content'}
        // A long error scrolls, by the keyboard too.
        {...(data.failed.length > 0 ? { tabIndex: 0 } : {})}
      >
        {data.failed.map((failed) => (
          <Failed key={failed.refId} failed={failed} panel={panel} data={data} />
        ))}
        {unknown.length > 0 && <p className="notice-line">{t('dash.transformation', { names: unknown.join(', ') })}</p>}
        {empty ? (
          data.failed.length === 0 && (
            <p className="dash-panel-empty">{asText(panel.fieldDefaults['noValue']) ?? t('dash.empty')}</p>
          )
        ) : (
          <Measured>
            {(height, width) => (
              <Body
                {...common}
                width={width}
                height={height}
                answer={data}
                range={{ start: question.range.start / 1_000, end: question.range.end / 1_000 }}
                scope={question.scope}
              />
            )}
          </Measured>
        )}
      </div>
    );
  }
}

/** A sign beside the title that says its text to a pointer, a finger, or whoever comes by the keyboard. */
function HeadNote(props: { readonly text: string; readonly testId?: string; readonly children: ReactNode }): ReactNode {
  return (
    <Tooltip label={props.text} multiline maw={360} withArrow events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className="dash-panel-note" aria-label={props.text} data-testid={props.testId}>
        {props.children}
      </button>
    </Tooltip>
  );
}

/** Gives the room that notices leave. */
function Measured(props: { readonly children: (height: number, width: number) => ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>();
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const observer = new ResizeObserver(() => setSize({ width: host.clientWidth, height: host.clientHeight }));
    observer.observe(host);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="dash-panel-measured">
      {size && size.height > 0 && props.children(size.height, size.width)}
    </div>
  );
}

function Failed(props: { readonly failed: FailedQuery; readonly panel: Panel; readonly data: AskedAnswer }): ReactNode {
  const { t } = useI18n();
  const { failed, panel, data } = props;
  const target = panel.targets.find(({ refId }) => refId === failed.refId);
  if (failed.error instanceof UnsupportedSource) {
    return (
      <div className="dash-box" data-testid="unsupported">
        <b>{t('dash.source.unsupported', { name: failed.error.source })}</b>
        <span>{t('dash.source.supported')}</span>
      </div>
    );
  }
  const json = target?.json ?? {};
  const query = interpolate(asText(json['expr']) ?? asText(json['query']) ?? '', data.question.scope, 'query');
  return (
    <QueryProblem
      promql={failed.source.kind === 'prometheus'}
      query={query}
      error={failed.error}
      {...(panel.targets.length > 1 ? { title: failed.refId } : {})}
    />
  );
}

function Unsupported(props: { readonly panel: Panel }): ReactNode {
  const { t } = useI18n();
  const { type, json } = props.panel;
  // A library panel of Grafana is a name here: what it shows is kept in Grafana's database.
  const library = asText(asRecord(json['libraryPanel'])['name']);
  return (
    <div className="dash-box" data-testid="unsupported">
      {library !== undefined && type === '' ? (
        <>
          <b>{t('dash.panel.library', { name: library })}</b>
          <span>{t('dash.panel.library.hint')}</span>
        </>
      ) : (
        <>
          <b>{t('dash.panel.unsupported', { type: type === '' ? '?' : type })}</b>
          <span>{t('dash.panel.supported')}</span>
        </>
      )}
    </div>
  );
}

function PanelMenu(
  props: PanelFrameProps & { readonly title: string; readonly answer: AskedAnswer | undefined },
): ReactNode {
  const { t } = useI18n();
  const { panel, resolved, dashboard, answer } = props;
  const target = panel.targets.find(({ hidden }) => !hidden);
  const scope = answer?.question.scope ?? within(resolved.scope, panel.scoped);
  const source = target && sourceOf(target, panel, sourceNames(dashboard, scope));
  const queryOf = (json: Readonly<Record<string, unknown>>): string =>
    interpolate(asText(json['expr']) ?? asText(json['query']) ?? '', scope, 'query');
  const query = target ? queryOf(target.json) : '';
  const pages = { prometheus: '/metrics', loki: '/logs', tempo: '/traces' } as const;
  const page = source && source.kind !== 'unsupported' && query !== '' ? pages[source.kind] : undefined;
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className="dash-panel-menu"
          aria-label={t('dash.menu', { title: props.title })}
          data-testid="panel-menu"
        >
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={props.onView}>{props.alone ? t('dash.menu.back') : t('dash.menu.view')}</Menu.Item>
        {page !== undefined && (
          <Menu.Item
            renderRoot={(given: object) => (
              <Link
                {...given}
                to={page}
                search={(previous: Readonly<Record<string, unknown>>) => ({
                  ...validateRangeSearch(previous),
                  q: query,
                  ...(page === '/metrics' ? moreQueries(panel, queryOf) : {}),
                })}
              />
            )}
          >
            {t('dash.menu.explore')}
          </Menu.Item>
        )}
        {panel.links.flatMap(({ title, url, newTab }) => {
          const href = linkAddress(url, scope);
          if (href === undefined) return [];
          const text = interpolate(title, scope, 'text') || href;
          const blank = newTab || /^https?:/i.test(href) ? { target: '_blank', rel: 'noreferrer noopener' } : {};
          return [
            <Menu.Item key={href + text} component="a" href={href} {...blank}>
              {text}
            </Menu.Item>,
          ];
        })}
        <Menu.Item onClick={props.onJson}>{t('dash.menu.json')}</Menu.Item>
        {answer && answer.frames.length > 0 && (
          <Menu.Item
            onClick={() => downloadText(`${props.title || panel.key}.csv`, 'text/csv', framesToCsv(answer.frames))}
          >
            {t('dash.menu.csv')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The other queries of a panel under the letters of the Metrics page. */
function moreQueries(
  panel: Panel,
  queryOf: (json: Readonly<Record<string, unknown>>) => string,
): Readonly<Record<string, string>> {
  const others = panel.targets.filter(({ hidden }) => !hidden).slice(1, 8);
  return Object.fromEntries(others.map(({ json }, at) => [`q${String.fromCharCode(66 + at)}`, queryOf(json)]));
}
