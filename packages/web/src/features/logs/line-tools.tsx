import { ActionIcon, Button } from '@mantine/core';
import {
  IconDownload,
  IconLayoutSidebar,
  IconPlayerPause,
  IconSortAscending,
  IconSortDescending,
  IconTextWrap,
  IconX,
} from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { baseUrl } from '../../api/http.js';
import { useI18n } from '../../i18n/translate.js';
import { msToNanos } from '../../time/nanos.js';
import { type LineResultProps } from './line-result-props.js';
import { type LiveTail } from './use-tail.js';

/** The bar above the lines: how many there are, how they show, and what can be done with all of them. */
export function LineTools(
  props: LineResultProps & {
    /** Whether the lines are counted; none are when the query failed. */
    readonly count: 'awaited' | 'known' | 'none';
    readonly total: number;
    readonly shownQuery: string;
    readonly facets: boolean;
    readonly onFacets: (shown: boolean) => void;
    readonly tail: LiveTail;
    readonly paused: boolean;
    readonly onColumn: (name: string) => void;
  },
): ReactNode {
  const { t } = useI18n();
  const { range, live, newestFirst, tail, paused, onUpdate, count, total } = props;
  const cannotLive = !range.following ? t('logs.live.past') : newestFirst ? undefined : t('logs.live.newest');
  const toggle = (label: string, on: boolean, icon: ReactNode, act: () => void): ReactNode => (
    <ActionIcon
      variant={on ? 'light' : 'default'}
      size="md"
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={act}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <div className="logs-bar logs-tools">
      {toggle(
        t(props.facets ? 'logs.facets.hide' : 'logs.facets.show'),
        props.facets,
        <IconLayoutSidebar size={15} aria-hidden />,
        () => props.onFacets(!props.facets),
      )}
      <div className="logs-views" role="group" aria-label={t('logs.view')}>
        {(['lines', 'patterns'] as const).map((view) => (
          <button
            key={view}
            type="button"
            aria-pressed={props.patterns === (view === 'patterns')}
            onClick={() => onUpdate({ view: view === 'patterns' ? view : undefined })}
          >
            {t(`logs.view.${view}`)}
          </button>
        ))}
      </div>
      <span className="logs-count num muted" role="status" data-testid="log-total">
        {count === 'known' ? t('logs.total', { n: total }) : count === 'awaited' ? t('logs.counting') : ''}
        {live && tail.perSecond > 0 && ` · ${t('logs.live.rate', { n: tail.perSecond })}`}
      </span>
      {props.columns.length > 0 && (
        <ul className="logs-columns" aria-label={t('logs.columns')}>
          {props.columns.map((name) => (
            <li key={name}>
              {name}
              <button
                type="button"
                className="plain-button"
                aria-label={t('logs.column.remove', { name })}
                onClick={() => props.onColumn(name)}
              >
                <IconX size={11} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <span className="logs-space" />
      {toggle(t('logs.wrap'), props.wrap, <IconTextWrap size={15} aria-hidden />, () =>
        onUpdate({ wrap: props.wrap ? undefined : 'on' }, true),
      )}
      <ActionIcon
        variant="default"
        size="md"
        aria-label={t(newestFirst ? 'logs.order.newest' : 'logs.order.oldest')}
        title={t(newestFirst ? 'logs.order.newest' : 'logs.order.oldest')}
        onClick={() => onUpdate({ order: newestFirst ? 'oldest' : undefined, line: undefined })}
      >
        {newestFirst ? <IconSortDescending size={15} aria-hidden /> : <IconSortAscending size={15} aria-hidden />}
      </ActionIcon>
      <Download {...props} />
      <Button
        variant="default"
        size="compact-sm"
        className={live ? 'live live-on' : 'live'}
        data-testid="live-toggle"
        aria-pressed={live}
        disabled={cannotLive !== undefined}
        title={cannotLive ?? (!live ? t('logs.live.start') : paused ? t('logs.paused.why') : t('logs.live.on'))}
        leftSection={
          live && paused ? <IconPlayerPause size={12} aria-hidden /> : <span className="live-dot" aria-hidden />
        }
        onClick={() => onUpdate({ live: live ? undefined : 'on' }, true)}
      >
        {live && paused ? t('logs.paused') : t('logs.live')}
      </Button>
    </div>
  );
}

/** Every line of the range as a file. The server streams it: there is no cap. */
function Download(props: Pick<Parameters<typeof LineTools>[0], 'range' | 'shownQuery' | 'count' | 'total'>): ReactNode {
  const { t } = useI18n();
  const { start, end } = props.range.resolve();
  const url = new URL('loki/api/v1/export', baseUrl());
  url.searchParams.set('query', props.shownQuery);
  url.searchParams.set('start', String(msToNanos(start)));
  url.searchParams.set('end', String(msToNanos(end)));
  const label = props.count === 'known' ? t('logs.download', { n: props.total }) : t('logs.download.all');
  return (
    <ActionIcon
      component="a"
      variant="default"
      size="md"
      href={url.href}
      download={`logs-${new Date(start).toISOString().slice(0, 19)}.ndjson`}
      data-testid="log-download"
      aria-label={label}
      title={label}
    >
      <IconDownload size={15} aria-hidden />
    </ActionIcon>
  );
}
