import { useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';

/** Members shown of an object or array at first. */
const MEMBERS = 100;

/** A JSON value that opens and closes. Only what is open is in the document. */
export function JsonTree(props: { readonly value: unknown }): ReactNode {
  return (
    <div className="json-tree">
      <JsonNode name={undefined} value={props.value} depth={0} />
    </div>
  );
}

function JsonNode(props: {
  readonly name: string | undefined;
  readonly value: unknown;
  readonly depth: number;
}): ReactNode {
  const { t } = useI18n();
  const { name, value, depth } = props;
  const [open, setOpen] = useState(depth < 2);
  const [all, setAll] = useState(false);
  const label = name === undefined ? null : <span className="json-name">{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <div className="json-leaf">
        {label}
        <span className={`json-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  const members = Object.entries(value as Readonly<Record<string, unknown>>);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (members.length === 0) {
    return (
      <div className="json-leaf">
        {label}
        {left}
        {right}
      </div>
    );
  }
  const shown = all ? members : members.slice(0, MEMBERS);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        {left}
        {!open && <span className="json-count">{members.length}</span>}
        {!open && right}
      </summary>
      {open && (
        <div className="json-members">
          {shown.map(([key, member]) => (
            <JsonNode key={key} name={Array.isArray(value) ? undefined : key} value={member} depth={depth + 1} />
          ))}
          {shown.length < members.length && (
            <button type="button" className="log-more" onClick={() => setAll(true)}>
              {t('more')} ({members.length - shown.length})
            </button>
          )}
        </div>
      )}
      {open && right}
    </details>
  );
}
