import { IconChevronRight } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { Pending } from '../progress/pending.js';
import { useSetTimeRange, useTimeRange } from '../time-range/search.js';
import { useMarks } from './data/use-marks.js';
import { COLUMNS, LINE_PX, places } from './grid/place.js';
import { repeated } from './grid/repeat.js';
import { DashboardLinks } from './links/dashboard-links.js';
import { type Dashboard, type Panel, type Row } from './model/dashboard.js';
import { PanelFrame } from './panels/panel-frame.js';
import { interpolate } from './variables/interpolate.js';
import { type Chosen } from './variables/resolve.js';
import { within } from './variables/scope.js';
import { useVariables } from './variables/use-variables.js';
import { VariablesBar } from './variables/variables-bar.js';
import './dashboard-view.css';

/** A dashboard: its variables, its rows and their panels on the grid. What is chosen and folded is the caller's to keep. */
export function DashboardView(props: {
  readonly dashboard: Dashboard;
  readonly chosen: Chosen;
  readonly onChoose: (name: string, values: readonly string[]) => void;
  /** Keys of rows that are not as the dashboard has them. */
  readonly toggled: ReadonlySet<string>;
  readonly onToggle: (row: string) => void;
  /** Key of the panel that is shown alone. */
  readonly viewPanel: string | undefined;
  readonly onView: (panel: string | undefined) => void;
  readonly onJson: (panel: Panel) => void;
}): ReactNode {
  const { t } = useI18n();
  const { dashboard } = props;
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  const resolved = useVariables(dashboard, props.chosen, range);
  const marks = useMarks(dashboard, resolved.data, range);
  if (!resolved.data) return <Pending query={resolved} rows={6} />;
  const { data } = resolved;
  const rows = repeated(dashboard.rows, data);
  const frame = (panel: Panel): ReactNode => (
    <PanelFrame
      dashboard={dashboard}
      panel={panel}
      resolved={data}
      range={range}
      marks={marks}
      onZoom={(start, end) => setRange({ from: String(start), to: String(end) })}
      onView={() => props.onView(props.viewPanel === panel.key ? undefined : panel.key)}
      alone={props.viewPanel === panel.key}
      onJson={() => props.onJson(panel)}
    />
  );
  const alone = rows
    .flatMap((row) => row.panels)
    .find(({ key, id }) => key === props.viewPanel || String(id) === props.viewPanel);
  return (
    <>
      <DashboardLinks dashboard={dashboard} scope={data.scope} range={range} />
      <VariablesBar variables={data.variables} onChoose={props.onChoose} />
      {alone ? (
        <div className="dash-alone">{frame(alone)}</div>
      ) : (
        rows.map((row) => {
          const folded = row.title !== undefined && row.collapsed !== props.toggled.has(row.key);
          return (
            <section key={row.key} className="dash-row" aria-label={row.title ?? dashboard.title}>
              {row.title !== undefined && (
                <button
                  type="button"
                  className="dash-row-head"
                  aria-expanded={!folded}
                  onClick={() => props.onToggle(row.key)}
                >
                  <IconChevronRight size={15} aria-hidden className={folded ? undefined : 'dash-row-open'} />
                  {rowTitle(row, data.scope) || t('dash.untitled')}
                  {folded && <span className="muted num">{t('dash.row.panels', { n: row.panels.length })}</span>}
                </button>
              )}
              {!folded && <Grid panels={row.panels} frame={frame} />}
            </section>
          );
        })
      )}
    </>
  );
}

function rowTitle(row: Row, scope: Parameters<typeof within>[0]): string {
  return interpolate(row.title ?? '', within(scope, row.scoped), 'text');
}

function Grid(props: { readonly panels: readonly Panel[]; readonly frame: (panel: Panel) => ReactNode }): ReactNode {
  const placed = places(props.panels);
  return (
    <div className="dash-grid" style={{ gridTemplateColumns: `repeat(${COLUMNS}, minmax(0, 1fr))` }}>
      {props.panels.map((panel) => {
        const { x, y, w, h } = placed.get(panel.key) ?? panel.gridPos;
        const style: CSSProperties & Record<`--${string}`, string> = {
          gridColumn: `${x + 1} / span ${w}`,
          gridRow: `${y + 1} / span ${h}`,
          '--panel-height': `${h * LINE_PX - 8}px`,
        };
        return (
          <div key={panel.key} className="dash-cell" style={style}>
            {props.frame(panel)}
          </div>
        );
      })}
    </div>
  );
}
