import { asNumber } from '../../../api/json.js';
import { type Panel, type Row, type Target } from './dashboard.js';

/** What a panel names as its data source when it shows what another panel of the dashboard asked for. */
const OTHER_PANEL = '-- Dashboard --';

/** Panels that show the answer of another have its queries, and with `withTransforms` what it made of them. */
export function withSharedTargets(rows: readonly Row[]): readonly Row[] {
  const panels = new Map(rows.flatMap((row) => row.panels.map((panel) => [panel.id, panel] as const)));
  const shared = (panel: Panel): Panel => {
    const others = panel.targets.map((target) => meant(target, panel, panels));
    if (others.every((other) => other === undefined)) return panel;
    return {
      ...panel,
      targets: panel.targets.flatMap((target, at) => {
        const other = others[at];
        return other ? other.targets.map((each) => ({ ...each, source: each.source ?? other.source })) : [target];
      }),
      transformations: [
        ...panel.targets.flatMap(({ json }, at) =>
          json['withTransforms'] === true ? (others[at]?.transformations ?? []) : [],
        ),
        ...panel.transformations,
      ],
    };
  };
  return rows.map((row) => ({ ...row, panels: row.panels.map(shared) }));
}

function meant(target: Target, panel: Panel, panels: ReadonlyMap<number, Panel>): Panel | undefined {
  const id = asNumber(target.json['panelId']);
  if ((target.source ?? panel.source)?.uid !== OTHER_PANEL || id === undefined || id === panel.id) return undefined;
  return panels.get(id);
}
