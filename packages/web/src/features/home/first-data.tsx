import { Button, Tabs } from '@mantine/core';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { baseUrl } from '../../api/http.js';
import { fetchSenders } from '../../api/senders.js';
import { CopyButton } from '../../controls/copy-button.js';
import { errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatClock } from '../../time/format.js';
import { arrivedWays, snippet, snippetIds, type SnippetId } from './snippets.js';
import './first-data.css';

const names: Readonly<Record<SnippetId, string>> = {
  node: 'Node.js',
  python: 'Python',
  promtail: 'Promtail',
  collector: 'Collector',
  curl: 'curl',
  demo: 'Demo',
};

/** How often it is asked who has sent: a way should turn green as its first record arrives. */
const CHECK_MS = 2_000;

/** How to send a first record, and a check of each way that runs until its record is there. */
export function FirstData(props: {
  /** Services that have sent anything. */
  readonly services: number;
  readonly onDone: () => void;
}): ReactNode {
  const { t } = useI18n();
  const [tab, setTab] = useState<SnippetId>('node');
  const senders = useQuery({
    queryKey: ['senders'],
    queryFn: ({ signal }) => fetchSenders(signal),
    refetchInterval: CHECK_MS,
    meta: { quiet: true },
  });
  const arrived = arrivedWays(senders.data ?? { sdkLanguages: [], kinds: [] });
  const endpoint = baseUrl().href.replace(/\/$/, '');
  return (
    <div className="first" data-testid="empty-state">
      <h1>{t('first.title')}</h1>
      <p className="first-lead">{t('first.lead')}</p>
      <div className="first-endpoint panel">
        <code>OTEL_EXPORTER_OTLP_ENDPOINT={endpoint}</code>
        <CopyButton text={() => `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`} />
      </div>
      <div className="panel first-ways">
        <Tabs
          value={tab}
          onChange={(value) => setTab(snippetIds.find((id) => id === value) ?? 'node')}
          keepMounted={false}
        >
          <Tabs.List aria-label={t('first.tab')}>
            {snippetIds.map((id) => (
              <Tabs.Tab key={id} value={id} data-way={id} data-arrived={arrived.has(id)}>
                <span className="first-name">
                  {names[id]}
                  {arrived.has(id) && (
                    <IconCircleCheckFilled
                      size={14}
                      className="first-check"
                      role="img"
                      aria-label={t('first.arrived')}
                    />
                  )}
                </span>
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {snippetIds.map((id) => (
            <Tabs.Panel key={id} value={id}>
              <div className="first-way">
                <p>{t(`first.${id}`)}</p>
                <div className="first-code">
                  <pre>{snippet(id, endpoint)}</pre>
                  <CopyButton text={() => snippet(id, endpoint)} label={t('copy.copy')} />
                </div>
                {arrived.has(id) && (
                  <p className="first-came" role="status">
                    <IconCircleCheckFilled size={16} className="first-check" aria-hidden />
                    {t('first.came', { way: names[id] })}
                  </p>
                )}
              </div>
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
      {props.services > 0 ? (
        <p className="first-wait" role="status">
          {t('first.services', { n: props.services })}
          <Button size="compact-sm" onClick={props.onDone}>
            {t('first.done')}
          </Button>
        </p>
      ) : (
        <p className="first-wait" role="status">
          <span className={senders.isError ? 'first-beacon first-beacon-out' : 'first-beacon'} aria-hidden />
          {senders.isError ? t('first.stopped', { message: errorMessage(senders.error) }) : t('first.waiting')}
          {senders.dataUpdatedAt > 0 && (
            <span className="muted num" aria-hidden>
              {t('first.checked', { time: formatClock(senders.dataUpdatedAt, false) })}
            </span>
          )}
        </p>
      )}
    </div>
  );
}
