import { useMemo, type ReactNode } from 'react';
import { asText } from '../../../../api/json.js';
import { showValue, singleValues, type SingleValue } from '../../fields/field-display.js';
import { ValueLink } from '../../links/value-link.js';
import { type PanelProps } from '../panel-props.js';
import { Sparkline } from './sparkline.js';
import { statCells } from './stat-cells.js';
import './stat.css';

/** Below, there is no room for a course behind the number. */
const FLAT_PX = 70;

/** Large numbers, each with its name and its course. */
export function StatPanel(props: PanelProps): ReactNode {
  const { panel, answer, width, height } = props;
  const values = useMemo(() => singleValues(answer.frames, panel), [answer.frames, panel]);
  const layout = statCells(values.length, width, height, asText(panel.options['orientation']) ?? 'auto');
  return (
    <div className="stat" style={{ gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))` }}>
      {values.map((value) => (
        <Stat
          key={value.key}
          value={value}
          panel={panel}
          scope={props.scope}
          several={values.length > 1}
          width={layout.width}
          height={layout.height}
        />
      ))}
    </div>
  );
}

function Stat(props: {
  readonly value: SingleValue;
  readonly panel: PanelProps['panel'];
  readonly scope: PanelProps['scope'];
  readonly several: boolean;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  const { value, panel, width, height } = props;
  const { options } = panel;
  const shown = showValue(value.value, value.display);
  const mode = asText(options['colorMode']) ?? 'value';
  const text = asText(options['textMode']) ?? 'auto';
  const prefix = asText(options['valuePrefix']) ?? '';
  const suffix = asText(options['valueSuffix']) ?? '';
  const colour = value.display.byThreshold || shown.colour !== undefined ? shown.colour : value.display.colour;
  const filled = mode.startsWith('background') && colour !== undefined;
  const named = text === 'value_and_name' || (text === 'auto' && props.several);
  const asName = text === 'name';
  const graph = (asText(options['graphMode']) ?? 'area') === 'area' && value.trend.length > 2 && height >= FLAT_PX;
  const letters = asName
    ? value.name.length
    : prefix.length + shown.prefix.length + shown.text.length + (shown.suffix.length + suffix.length) * 0.6;
  // In a flat panel nothing but the number has to fit.
  const share = named ? 0.36 : height < FLAT_PX ? 0.7 : 0.46;
  const size = Math.max(14, Math.min((width * 0.8) / Math.max(2, letters * 0.6), height * share, 64));
  return (
    <div
      className={filled ? 'stat-cell stat-filled' : 'stat-cell'}
      style={{ height, ...(filled ? { '--stat-colour': colour } : {}) }}
      data-testid="stat-value"
    >
      {named && <span className="stat-name">{value.name}</span>}
      {text !== 'none' && (
        <span
          className={asName ? 'stat-number stat-long' : 'stat-number num'}
          style={{ fontSize: size, ...(mode === 'value' && colour !== undefined ? { color: colour } : {}) }}
          {...(asName ? { title: value.name } : {})}
        >
          <ValueLink links={value.display.links} scope={props.scope} value={{ ...value, text: shown.text }}>
            {asName ? (
              value.name
            ) : (
              <>
                {prefix}
                {shown.prefix}
                {shown.text}
                <span className="stat-unit">
                  {shown.suffix}
                  {suffix}
                </span>
              </>
            )}
          </ValueLink>
        </span>
      )}
      {graph && <Sparkline values={value.trend} colour={filled ? 'currentColor' : (colour ?? 'var(--accent)')} />}
    </div>
  );
}
