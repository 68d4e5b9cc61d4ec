import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n } from '../../i18n/translate.js';
import { formatNanosUtc } from '../../time/format.js';
import { parseNanos } from '../../time/nanos.js';
import { lineAsJson, prettyBody, type LogLine } from './log-line.js';
import { TraceCell } from './trace-cell.js';

/** An open line: its whole text, every field, and what can be done with it. */
export function LogDetail(props: { readonly line: LogLine }): ReactNode {
  const { t } = useI18n();
  const { line } = props;
  const pretty = prettyBody(line.line);
  const [asJson, setAsJson] = useState(true);
  return (
    <div className="log-detail">
      <div className="log-actions">
        <TraceCell line={line} long />
        <span className="log-actions-space" />
        {pretty !== undefined && (
          <Button variant="default" size="compact-xs" onClick={() => setAsJson(!asJson)} aria-pressed={asJson}>
            {asJson ? t('logs.raw') : t('logs.pretty')}
          </Button>
        )}
        <CopyButton text={() => line.line} label={t('copy.line')} />
        <CopyButton text={() => lineAsJson(line)} label={t('copy.json')} />
        <CopyButton text={() => location.href} label={t('copy.link')} />
      </div>
      <pre className="log-body">{pretty !== undefined && asJson ? pretty : line.line}</pre>
      <table className="log-fields">
        <caption className="visually-hidden">{t('logs.fields')}</caption>
        <tbody>
          <tr>
            <th scope="row">timestamp</th>
            <td>
              {formatNanosUtc(parseNanos(line.ts))} <span className="muted">({line.ts} ns)</span>
            </td>
            <td />
          </tr>
          {line.fields.map((field) => (
            <tr key={`${field.origin} ${field.name}`}>
              <th scope="row">{field.name}</th>
              <td>
                {field.value}
                <span className="copy-on-hover">
                  <CopyButton text={() => field.value} title={`${t('copy.copy')}: ${field.name}`} />
                </span>
              </td>
              <td className="log-origin">{t(`logs.field.${field.origin}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
