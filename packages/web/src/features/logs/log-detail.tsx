import { ActionIcon, Button } from '@mantine/core';
import { IconCircleMinus, IconCirclePlus, IconColumnInsertRight, IconColumnRemove } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { baseUrl } from '../../api/http.js';
import { CopyButton } from '../../controls/copy-button.js';
import { SignalLink } from '../../controls/signal-link.js';
import { useI18n } from '../../i18n/translate.js';
import { formatNanosUtc } from '../../time/format.js';
import { parseNanos } from '../../time/nanos.js';
import { absoluteLink } from '../time-range/absolute-link.js';
import { useTimeRange, validateRangeSearch } from '../time-range/search.js';
import { curlOf } from './curl.js';
import { JsonTree } from './json-tree.js';
import { LogContext } from './log-context.js';
import { lineAsJson, parsedBody, type LogField, type LogLine } from './log-line.js';
import { LogText } from './log-text.js';
import { streamSelector, type FilterAction } from './query-edit.js';
import { TraceCell } from './trace-cell.js';

export interface LogDetailProps {
  readonly line: LogLine;
  /** Filters by a field; without it the fields only show. */
  readonly onFilter?: ((field: LogField, action: FilterAction) => void) | undefined;
  readonly columns?: readonly string[];
  /** Shows a field as a column, or no longer. */
  readonly onColumn?: ((name: string) => void) | undefined;
  readonly needles?: readonly string[];
}

/** Characters of a body that show at once. */
const SHOWN = 20_000;
const none: readonly string[] = [];

/** An open line: its whole text, every field, and what can be done with it. */
export function LogDetail(props: LogDetailProps): ReactNode {
  const { t } = useI18n();
  const { line, columns = none } = props;
  const range = useTimeRange();
  const json = useMemo(() => parsedBody(line.line), [line.line]);
  const [asJson, setAsJson] = useState(true);
  const [context, setContext] = useState(false);
  const [whole, setWhole] = useState(false);
  const curl = (): string => {
    const ts = parseNanos(line.ts);
    const labels = line.fields.filter(({ origin }) => origin === 'label');
    return curlOf(baseUrl().href, streamSelector(labels), { start: ts, end: ts + 1n }, 10);
  };
  return (
    <div className="log-detail" data-testid="log-detail">
      <div className="log-actions">
        <TraceCell line={line} long />
        {line.service !== '' && (
          <SignalLink
            signal="service"
            to="/services/$name"
            params={{ name: line.service }}
            search={(previous) => validateRangeSearch({ ...previous })}
            data-testid="log-service-link"
          >
            {line.service}
          </SignalLink>
        )}
        <span className="log-actions-space" />
        {json !== undefined && (
          <Button variant="default" size="compact-xs" onClick={() => setAsJson(!asJson)} aria-pressed={asJson}>
            {asJson ? t('logs.raw') : t('logs.pretty')}
          </Button>
        )}
        <Button variant="default" size="compact-xs" aria-pressed={context} onClick={() => setContext(!context)}>
          {t('logs.context')}
        </Button>
        <CopyButton text={() => line.line} label={t('copy.line')} />
        <CopyButton text={() => lineAsJson(line)} label={t('copy.json')} />
        <CopyButton text={() => absoluteLink(range.resolve())} label={t('copy.link')} />
        <CopyButton text={curl} label={t('logs.curl')} />
      </div>
      {context && <LogContext line={line} />}
      {json !== undefined && asJson ? (
        <div className="log-body">
          <JsonTree value={json} />
        </div>
      ) : (
        <pre className="log-body">
          <LogText text={whole ? line.line : line.line.slice(0, SHOWN)} needles={props.needles ?? none} />
          {!whole && line.line.length > SHOWN && (
            <button type="button" className="log-more" onClick={() => setWhole(true)}>
              {t('logs.whole', { n: line.line.length })}
            </button>
          )}
        </pre>
      )}
      <table className="log-fields">
        <caption className="visually-hidden">{t('logs.fields')}</caption>
        <tbody>
          <tr>
            {props.onFilter && <td />}
            <th scope="row">timestamp</th>
            <td className="log-value">
              {formatNanosUtc(parseNanos(line.ts))} <span className="muted">({line.ts} ns)</span>
            </td>
            <td />
          </tr>
          {line.fields.map((field) => (
            <tr key={`${field.origin} ${field.name}`} data-testid="log-field" data-field={field.name}>
              {props.onFilter && (
                <td className="log-field-actions">
                  <FieldActions {...props} field={field} shown={columns.includes(field.name)} />
                </td>
              )}
              <th scope="row">{field.name}</th>
              <td className="log-value">
                {field.value.slice(0, SHOWN)}
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

function FieldActions(props: LogDetailProps & { readonly field: LogField; readonly shown: boolean }): ReactNode {
  const { t } = useI18n();
  const { field, shown } = props;
  const button = (label: string, icon: ReactNode, act: () => void): ReactNode => (
    <ActionIcon variant="subtle" color="gray" size="xs" aria-label={label} title={label} onClick={act}>
      {icon}
    </ActionIcon>
  );
  return (
    <span className="log-field-buttons">
      {button(t('logs.filter.in', { name: field.name }), <IconCirclePlus size={14} aria-hidden />, () =>
        props.onFilter?.(field, 'include'),
      )}
      {button(t('logs.filter.out', { name: field.name }), <IconCircleMinus size={14} aria-hidden />, () =>
        props.onFilter?.(field, 'exclude'),
      )}
      {props.onColumn &&
        button(
          t(shown ? 'logs.column.remove' : 'logs.column.add', { name: field.name }),
          shown ? <IconColumnRemove size={14} aria-hidden /> : <IconColumnInsertRight size={14} aria-hidden />,
          () => props.onColumn?.(field.name),
        )}
    </span>
  );
}
