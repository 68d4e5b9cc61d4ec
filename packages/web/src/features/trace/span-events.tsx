import { type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration } from '../../time/format.js';
import { AttributeTable } from './attribute-table.js';
import { type Span, type SpanEvent } from './otlp.js';

/** Semantic conventions of exceptions: what stands in the head of the event, and what is folded below it. */
const EXCEPTION = { type: 'exception.type', message: 'exception.message', stack: 'exception.stacktrace' } as const;

/** Events in order of time; exceptions with their message, their stack trace folded. */
export function SpanEvents(props: { readonly span: Span }): ReactNode {
  const { t } = useI18n();
  const { span } = props;
  return (
    <>
      {span.events.map((event, i) => (
        <Event key={i} event={event} span={span} />
      ))}
      {span.droppedEvents > 0 && <p className="attributes-dropped">{t('span.dropped', { n: span.droppedEvents })}</p>}
    </>
  );
}

function Event(props: { readonly event: SpanEvent; readonly span: Span }): ReactNode {
  const { t } = useI18n();
  const { event, span } = props;
  const value = (key: string): string | undefined => event.attributes.find((one) => one.key === key)?.value;
  const [type, message, stack] = [value(EXCEPTION.type), value(EXCEPTION.message), value(EXCEPTION.stack)];
  const exception = type !== undefined || message !== undefined;
  const shown = new Set<string>(exception ? Object.values(EXCEPTION) : [EXCEPTION.stack]);
  const rest = event.attributes.filter(({ key }) => !shown.has(key));
  return (
    <div className="span-event-item">
      <p>
        <b>{event.name}</b> <span className="muted num">+{formatDuration(Number(event.time - span.start))}</span>
      </p>
      {exception && (
        <p className="span-exception">
          {type !== undefined && <b>{type}</b>} {message}
        </p>
      )}
      {stack !== undefined && (
        <details className="span-stack">
          <summary>{t('span.stack', { n: stack.split('\n').length })}</summary>
          <CopyButton text={() => stack} title={t('span.stack.copy')} />
          <pre tabIndex={0}>{stack}</pre>
        </details>
      )}
      {rest.length > 0 && <AttributeTable attributes={rest} scope="event" />}
    </div>
  );
}
