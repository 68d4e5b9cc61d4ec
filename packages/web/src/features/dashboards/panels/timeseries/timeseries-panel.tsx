import { useMemo, useState, type ReactNode } from 'react';
import { asArray, asNumber, asRecord, asText } from '../../../../api/json.js';
import { useI18n } from '../../../../i18n/translate.js';
import { SeriesChart } from '../../../charts/plot/series-chart.js';
import { SeriesLegend, type LegendColumn } from '../../../charts/plot/series-legend.js';
import { reduceValues, reducerName } from '../../fields/reduce.js';
import { absoluteSteps } from '../../fields/thresholds.js';
import { valueRange } from '../../fields/field-display.js';
import { type PanelProps } from '../panel-props.js';
import { timeseriesPlot } from './plot-of.js';
import './timeseries.css';

/** Height of a row of the legend, pixels. */
const LEGEND_LINE = 24;

/** Reductions whose names are translated; a dashboard names the rarer ones by their ids. */
const named = ['lastNotNull', 'last', 'firstNotNull', 'first', 'mean', 'min', 'max', 'sum', 'count', 'range'] as const;
const isNamed = (id: string): id is (typeof named)[number] => named.some((one) => one === id);

export function TimeseriesPanel(props: PanelProps): ReactNode {
  const { t } = useI18n();
  const { panel, answer, width, height } = props;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const plot = useMemo(() => timeseriesPlot(answer.frames, panel), [answer.frames, panel]);
  const visible = useMemo(() => plot.series.filter(({ key }) => !hidden.has(key)), [plot, hidden]);
  const legend = asRecord(panel.options['legend']);
  const calcs = asArray(legend['calcs']).flatMap((calc) => asText(calc) ?? []);
  const table = legend['displayMode'] === 'table';
  const off = legend['showLegend'] === false || legend['displayMode'] === 'hidden';
  const right = legend['placement'] === 'right' && width > 420;
  const calcKey = calcs.join();
  // Of what is drawn downwards the amounts count, not their places in the plot.
  const amounts = useMemo(
    () => new Map(plot.series.map(({ key }, at) => [key, plot.fields[at]?.field.values ?? []])),
    [plot],
  );
  const columns = useMemo<readonly LegendColumn[]>(
    () =>
      (calcKey === '' ? [] : calcKey.split(',')).map((id) => ({
        id,
        title: isNamed(id) ? t(`dash.calc.${id}`) : reducerName(id),
        of: ({ key }) => reduceValues(amounts.get(key) ?? [], id),
      })),
    [calcKey, amounts, t],
  );
  const sorted = asText(legend['sortBy']);
  const order = columns.find(({ id }) => reducerName(id) === sorted)?.id ?? (sorted === 'Name' ? 'name' : undefined);
  const [first] = plot.fields;
  const custom = asRecord(panel.fieldDefaults['custom']);
  const style = asText(asRecord(first?.display.custom['thresholdsStyle'])['mode']) ?? 'off';
  const steps = first && style !== 'off' ? absoluteSteps(first.display.thresholds, valueRange(plot.fields)) : [];
  const bands = useMemo(
    () =>
      style.includes('area')
        ? steps.map(({ from, colour }, at) => ({ from, to: steps[at + 1]?.from ?? Infinity, colour }))
        : [],
    // Steps are made anew at each render from the same settings.
    [style, JSON.stringify(steps)],
  );
  const lines = useMemo(
    () =>
      style.includes('line') || style.includes('dashed')
        ? steps.filter(({ from }) => Number.isFinite(from)).map(({ from, colour }) => ({ at: from, colour }))
        : [],
    [style, JSON.stringify(steps)],
  );
  const items = plot.series.filter(({ inLegend }) => inLegend).length;
  const wanted = table ? (items + 1) * LEGEND_LINE : Math.ceil((items * 130) / Math.max(1, width)) * LEGEND_LINE;
  const legendHeight =
    off || right || items === 0 ? 0 : Math.min(wanted, Math.max(LEGEND_LINE, Math.floor(height * 0.35)));
  const [min, max] = [asNumber(custom['axisSoftMin']), asNumber(custom['axisSoftMax'])];
  const boundsOf = (side: 'left' | 'right'): { readonly min?: number | undefined; readonly max?: number | undefined } =>
    plot.fields[plot.series.findIndex(({ axis }) => axis === side)]?.display ?? {};
  const values = boundsOf('left');
  const others = boundsOf('right');
  return (
    <div className={right ? 'ts ts-right' : 'ts'}>
      <div className="ts-plot">
        <SeriesChart
          testId="panel-chart"
          title={props.title}
          times={plot.times}
          series={visible}
          range={props.range}
          height={Math.max(60, height - legendHeight)}
          group={props.group}
          log={plot.log}
          percentStack={plot.percentStack}
          min={values.min ?? min}
          max={plot.percentStack ? 100 : (values.max ?? max)}
          rightMin={others.min}
          rightMax={others.max}
          softZero={custom['axisCenteredZero'] !== true}
          bands={bands}
          lines={lines}
          marks={props.marks}
          onZoom={props.onZoom}
        />
      </div>
      {!off && items > 0 && (
        <div className="ts-legend" style={right ? { height } : { height: legendHeight }}>
          <SeriesLegend
            series={plot.series}
            hidden={hidden}
            onHidden={setHidden}
            columns={columns}
            table={table || right}
            {...(order === undefined ? {} : { order: { column: order, down: legend['sortDesc'] === true } })}
          />
        </div>
      )}
    </div>
  );
}
