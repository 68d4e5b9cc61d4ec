import { ActionIcon } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n } from '../../i18n/translate.js';
import { validateRangeSearch } from '../time-range/search.js';
import { attributeFilter, type FilterScope } from '../traces/traceql-filter.js';
import { type Attribute } from './otlp.js';

/** Keys and values; long values wrap, every value can be copied, and those of a `scope` lead to the traces that have them. */
export function AttributeTable(props: {
  readonly attributes: readonly Attribute[];
  readonly dropped?: number;
  readonly scope?: FilterScope;
}): ReactNode {
  const { t } = useI18n();
  return (
    <>
      {props.attributes.length === 0 ? (
        <p className="muted attributes-none">{t('span.none')}</p>
      ) : (
        <table className="attributes">
          <tbody>
            {props.attributes.map((attribute, i) => (
              <tr key={`${attribute.key}${i}`}>
                <th scope="row">{attribute.key}</th>
                <td>
                  {attribute.value}
                  <span className="copy-on-hover">
                    <CopyButton text={() => attribute.value} title={`${t('copy.copy')}: ${attribute.key}`} />
                    {props.scope && attribute.type !== 'other' && (
                      <FilterLink scope={props.scope} attribute={attribute} />
                    )}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(props.dropped ?? 0) > 0 && <p className="attributes-dropped">{t('span.dropped', { n: props.dropped ?? 0 })}</p>}
    </>
  );
}

function FilterLink(props: { readonly scope: FilterScope; readonly attribute: Attribute }): ReactNode {
  const { t } = useI18n();
  const q = attributeFilter(props.scope, props.attribute);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={t('span.filter', { q })}
      title={t('span.filter', { q })}
      renderRoot={(rest) => (
        <Link to="/traces" search={(previous) => ({ ...validateRangeSearch({ ...previous }), q })} {...rest} />
      )}
    >
      <IconFilter size={14} aria-hidden />
    </ActionIcon>
  );
}
