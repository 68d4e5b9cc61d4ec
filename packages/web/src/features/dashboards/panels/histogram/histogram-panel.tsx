import { useMemo, type ReactNode } from 'react';
import { asNumber, asRecord } from '../../../../api/json.js';
import { useI18n } from '../../../../i18n/translate.js';
import { formatAmount } from '../../../../time/format.js';
import { formatValue } from '../../../units/format-value.js';
import { displayFields } from '../../fields/field-display.js';
import { type PanelProps } from '../panel-props.js';
import { histogramOf } from './buckets.js';
import '../../../charts/marks.css';
import './histogram.css';

const LEFT = 44;
const LABEL_PX = 64;

/** How often values of each size occur, whenever they did. */
export function HistogramPanel({ panel, answer, title, width }: PanelProps): ReactNode {
  const { t } = useI18n();
  const { options } = panel;
  const found = useMemo(() => {
    const fields = displayFields(answer.frames, panel).filter(({ field }) => field.type === 'number');
    const combined = options['combine'] === true && fields.length > 1;
    const columns = combined ? [fields.flatMap(({ field }) => field.values)] : fields.map(({ field }) => field.values);
    const wanted = {
      size: asNumber(options['bucketSize']),
      count: asNumber(options['bucketCount']),
      offset: asNumber(options['bucketOffset']) ?? 0,
    };
    return {
      displays: fields.slice(0, columns.length).map(({ display }) => display),
      combined,
      of: histogramOf(columns, wanted),
    };
  }, [answer.frames, panel, options]);
  const { displays, combined, of: histogram } = found;
  const [first] = displays;
  if (!histogram || !first) return null;
  const { lows, size, counts, most } = histogram;
  const fill = (asNumber(first.custom['fillOpacity']) ?? 80) / 100;
  const every = Math.max(1, Math.ceil((lows.length * LABEL_PX) / Math.max(1, width - LEFT)));
  const bound = (value: number): string => formatValue(value, first.unit, first.decimals);
  const legend = asRecord(options['legend'])['showLegend'] !== false && displays.length > 1 && !combined;
  return (
    <div className="histogram">
      <div
        className="histogram-plot"
        role="img"
        aria-label={t('dash.histogram', { title, n: lows.length })}
        data-testid="histogram"
      >
        <span className="histogram-most num">{formatAmount(most)}</span>
        <span className="histogram-none num">0</span>
        {lows.map((low, bucket) => {
          const lines = displays.map(({ name }, i) => `${combined ? '' : `${name}: `}${counts[i]?.[bucket] ?? 0}`);
          return (
            <div
              key={low}
              className="histogram-bucket"
              title={`${bound(low)} – ${bound(low + size)}\n${lines.join('\n')}`}
            >
              {displays.map(({ colour }, i) => (
                <span
                  key={i}
                  className="histogram-bar"
                  style={{
                    height: `${(((counts[i]?.[bucket] ?? 0) / (most || 1)) * 100).toFixed(2)}%`,
                    background: colour,
                    opacity: displays.length > 1 ? Math.min(fill, 0.6) : fill,
                  }}
                />
              ))}
              {bucket % every === 0 && <span className="histogram-low num">{bound(low)}</span>}
            </div>
          );
        })}
      </div>
      {legend && (
        <ul className="histogram-legend">
          {displays.map(({ name, colour }, i) => (
            <li key={i}>
              <span className="plot-swatch" style={{ background: colour }} aria-hidden /> {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
