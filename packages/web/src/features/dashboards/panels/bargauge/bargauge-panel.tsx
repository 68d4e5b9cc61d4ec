import { useMemo, type ReactNode } from 'react';
import { asText } from '../../../../api/json.js';
import { showValue, singleValues } from '../../fields/field-display.js';
import { ValueLink } from '../../links/value-link.js';
import { type PanelProps } from '../panel-props.js';
import './bargauge.css';

/** With less room beside names and values, bars stand below them. */
const NARROW_PX = 260;
/** An upright bar with its name and value. */
const UPRIGHT_PX = 44;

/** Values as bars of one scale. */
export function BargaugePanel(props: PanelProps): ReactNode {
  const { panel, answer, width } = props;
  const values = useMemo(() => singleValues(answer.frames, panel), [answer.frames, panel]);
  const upright = panel.options['orientation'] === 'vertical' && values.length * UPRIGHT_PX <= width;
  const greatest = values.reduce((most, { value }) => (typeof value === 'number' ? Math.max(most, value) : most), 0);
  const lcd = asText(panel.options['displayMode']) === 'lcd';
  const layout = upright ? 'bars bars-upright' : width < NARROW_PX ? 'bars bars-narrow' : 'bars';
  return (
    <ul className={layout} data-testid="bargauge" tabIndex={0}>
      {values.map((single) => {
        const { key, name, value, display } = single;
        const min = display.min ?? 0;
        const max = display.max ?? (greatest > 0 ? greatest : 100);
        const shown = showValue(value, display, { min, max });
        const share = typeof value === 'number' ? Math.min(1, Math.max(0, (value - min) / (max - min || 1))) : 0;
        const length = `${(share * 100).toFixed(2)}%`;
        const colour = shown.colour ?? display.colour;
        return (
          <li key={key} className="bar">
            <span className="bar-name" title={name}>
              <ValueLink links={display.links} scope={props.scope} value={{ ...single, text: shown.text }}>
                {name}
              </ValueLink>
            </span>
            <span className={lcd ? 'bar-track bar-lcd' : 'bar-track'}>
              <span
                className="bar-fill"
                style={{ background: colour, ...(upright ? { height: length } : { width: length }) }}
              />
            </span>
            <span className="bar-value num">
              {shown.prefix}
              {shown.text}
              {shown.suffix}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
