import { useMemo, type ReactNode } from 'react';
import { showValue, singleValues, type SingleValue } from '../../fields/field-display.js';
import { absoluteSteps } from '../../fields/thresholds.js';
import { type PanelProps } from '../panel-props.js';
import './gauge.css';

/** The arc starts at lower left and ends at lower right, degrees from the top. */
const FROM = -120;
const TO = 120;

/** Each value on an arc from its least to its greatest. */
export function GaugePanel(props: PanelProps): ReactNode {
  const { panel, answer, width, height } = props;
  const values = useMemo(() => singleValues(answer.frames, panel), [answer.frames, panel]);
  const columns = Math.max(1, Math.min(values.length, Math.floor(width / Math.max(110, height * 0.9))));
  const rows = Math.ceil(values.length / columns);
  const cell = Math.max(80, Math.min(width / columns, (height / rows) * 1.35) - 8);
  return (
    <div className="gauges" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {values.map((value) => (
        <Gauge
          key={value.key}
          value={value}
          size={cell}
          named={values.length > 1}
          markers={panel.options['showThresholdMarkers'] !== false}
        />
      ))}
    </div>
  );
}

function Gauge(props: {
  readonly value: SingleValue;
  readonly size: number;
  readonly named: boolean;
  readonly markers: boolean;
}): ReactNode {
  const { value } = props;
  const { display } = value;
  const min = display.min ?? 0;
  const max = display.max ?? (display.unit === 'percentunit' ? 1 : 100);
  const shown = showValue(value.value, display, { min, max });
  const share = (at: number): number => Math.min(1, Math.max(0, (at - min) / (max - min || 1)));
  const colour = shown.colour ?? display.colour;
  const steps = absoluteSteps(display.thresholds, { min, max });
  return (
    <div className="gauge" data-testid="gauge">
      <svg
        viewBox="0 0 120 92"
        style={{ width: props.size, height: props.size * 0.767 }}
        role="img"
        aria-label={`${value.name}: ${shown.prefix}${shown.text}${shown.suffix}`}
      >
        <path d={arc(46, 0, 1)} className="gauge-track" />
        {typeof value.value === 'number' && share(value.value) > 0 && (
          <path d={arc(46, 0, share(value.value))} className="gauge-value" style={{ stroke: colour }} />
        )}
        {props.markers &&
          steps.map(({ from, colour: stepColour }, at) => {
            const [start, end] = [share(from), share(steps[at + 1]?.from ?? max)];
            return (
              end > start && (
                <path key={from} d={arc(55, start, end)} className="gauge-step" style={{ stroke: stepColour }} />
              )
            );
          })}
        <text
          x="60"
          y="66"
          textAnchor="middle"
          className="gauge-text"
          fontSize={Math.min(20, 102 / Math.max(4, (shown.prefix + shown.text + shown.suffix).length))}
        >
          {shown.prefix}
          {shown.text}
          {shown.suffix}
        </text>
      </svg>
      {props.named && <span className="stat-name">{value.name}</span>}
    </div>
  );
}

/** Part of the arc between two shares of its length. */
function arc(radius: number, from: number, to: number): string {
  const point = (share: number): string => {
    const angle = ((FROM + (TO - FROM) * share) * Math.PI) / 180;
    return `${(60 + radius * Math.sin(angle)).toFixed(2)} ${(62 - radius * Math.cos(angle)).toFixed(2)}`;
  };
  const large = (to - from) * (TO - FROM) > 180 ? 1 : 0;
  return `M${point(from)}A${radius} ${radius} 0 ${large} 1 ${point(to)}`;
}
