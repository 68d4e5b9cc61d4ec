import { Tabs } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { baseUrl } from '../../api/http.js';
import { CopyButton } from '../../controls/copy-button.js';
import { errorMessage } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatClock } from '../../time/format.js';
import { snippet, snippetIds, type SnippetId } from './snippets.js';
import './first-data.css';

const names: Readonly<Record<SnippetId, string>> = {
  node: 'Node.js',
  python: 'Python',
  promtail: 'Promtail',
  collector: 'Collector',
  curl: 'curl',
  demo: 'Demo',
};

/** Before the first record: how to send one, and a check that runs until it is there. */
export function FirstData(props: { readonly checkedAt: number; readonly error: unknown }): ReactNode {
  const { t } = useI18n();
  const [tab, setTab] = useState<SnippetId>('node');
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
              <Tabs.Tab key={id} value={id}>
                {names[id]}
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
              </div>
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
      <p className="first-wait" role="status">
        <span className={props.error ? 'first-beacon first-beacon-out' : 'first-beacon'} aria-hidden />
        {props.error ? t('first.stopped', { message: errorMessage(props.error) }) : t('first.waiting')}
        {props.checkedAt > 0 && (
          <span className="muted num" aria-hidden>
            {t('first.checked', { time: formatClock(props.checkedAt, false) })}
          </span>
        )}
      </p>
    </div>
  );
}
