import { useMemo, useState, type ReactNode } from 'react';
import { asRecord } from '../../../../api/json.js';
import { seriesColour } from '../../fields/colours.js';
import { showValue, singleValues } from '../../fields/field-display.js';
import { type PanelProps } from '../panel-props.js';
import '../../../charts/marks.css';
import './piechart.css';

/** Shares of a whole, largest first. */
export function PiechartPanel(props: PanelProps): ReactNode {
  const { panel, answer, width, height } = props;
  const [pointed, setPointed] = useState<string>();
  const slices = useMemo(() => {
    const values = singleValues(answer.frames, panel).flatMap(({ key, name, value, display }, at) =>
      typeof value === 'number' && value > 0 ? [{ key, name, value, display, colour: colourOf(display, at) }] : [],
    );
    return values.sort((a, b) => b.value - a.value);
  }, [answer.frames, panel]);
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const legend = asRecord(panel.options['legend']);
  const withLegend = legend['showLegend'] !== false && legend['displayMode'] !== 'hidden';
  const beside = withLegend && (legend['placement'] === 'right' || width > height * 1.6);
  const size = Math.max(
    60,
    Math.min(
      beside ? width * 0.48 : width,
      beside ? height : height - (withLegend ? Math.min(height * 0.4, 24 * slices.length) : 0),
    ) - 8,
  );
  const hole = panel.options['pieType'] === 'donut' ? 28 : 0;
  let turned = 0;
  return (
    <div className={beside ? 'pie pie-beside' : 'pie'}>
      <svg
        viewBox="-50 -50 100 100"
        style={{ width: size, height: size }}
        role="img"
        aria-label={props.title}
        data-testid="pie"
      >
        {slices.map(({ key, name, value, display, colour }) => {
          const from = turned;
          turned += value / total;
          const shown = showValue(value, display);
          return (
            <path
              key={key}
              d={slice(from, turned, hole)}
              style={{ fill: colour, opacity: pointed === undefined || pointed === key ? 1 : 0.35 }}
              onPointerEnter={() => setPointed(key)}
              onPointerLeave={() => setPointed(undefined)}
            >
              <title>{`${name}: ${shown.prefix}${shown.text}${shown.suffix}`}</title>
            </path>
          );
        })}
      </svg>
      {withLegend && (
        <ul className="pie-legend" tabIndex={0}>
          {slices.map(({ key, name, value, display, colour }) => {
            const shown = showValue(value, display);
            return (
              <li key={key} onPointerEnter={() => setPointed(key)} onPointerLeave={() => setPointed(undefined)}>
                <span className="plot-swatch" style={{ background: colour }} aria-hidden />
                <span className="pie-name">{name}</span>
                <span className="num">
                  {shown.prefix}
                  {shown.text}
                  {shown.suffix}
                </span>
                <span className="num muted pie-share">{Math.round((value / total) * 100)}%</span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function colourOf(display: { readonly colour: string; readonly byThreshold: boolean }, at: number): string {
  // Rows of one field share its colour: slices take the palette in their own order.
  return display.colour.startsWith('var(--series-') ? seriesColour(at) : display.colour;
}

function slice(from: number, to: number, hole: number): string {
  if (to - from > 0.9999) {
    const ring = (r: number, sweep: number): string =>
      `M0 ${-r}A${r} ${r} 0 1 ${sweep} 0 ${r}A${r} ${r} 0 1 ${sweep} 0 ${-r}Z`;
    return ring(48, 1) + (hole > 0 ? ring(hole, 0) : '');
  }
  const point = (r: number, share: number): string =>
    `${(r * Math.sin(share * 2 * Math.PI)).toFixed(3)} ${(-r * Math.cos(share * 2 * Math.PI)).toFixed(3)}`;
  const large = to - from > 0.5 ? 1 : 0;
  const outer = `M${point(48, from)}A48 48 0 ${large} 1 ${point(48, to)}`;
  return hole > 0 ? `${outer}L${point(hole, to)}A${hole} ${hole} 0 ${large} 0 ${point(hole, from)}Z` : `${outer}L0 0Z`;
}
