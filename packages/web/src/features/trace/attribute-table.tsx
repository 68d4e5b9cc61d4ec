import { type ReactNode } from 'react';
import { CopyButton } from '../../controls/copy-button.js';
import { useI18n } from '../../i18n/translate.js';
import { type Attribute } from './otlp.js';

/** Keys and values; long values wrap, every value can be copied. */
export function AttributeTable(props: {
  readonly attributes: readonly Attribute[];
  readonly dropped?: number;
}): ReactNode {
  const { t } = useI18n();
  return (
    <>
      {props.attributes.length === 0 ? (
        <p className="muted attributes-none">{t('span.none')}</p>
      ) : (
        <table className="attributes">
          <tbody>
            {props.attributes.map(({ key, value }, i) => (
              <tr key={`${key}${i}`}>
                <th scope="row">{key}</th>
                <td>
                  {value}
                  <span className="copy-on-hover">
                    <CopyButton text={() => value} title={`${t('copy.copy')}: ${key}`} />
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
