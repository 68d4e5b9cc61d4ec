import { useMemo, type ReactNode } from 'react';
import { asNumber, asRecord } from '../../../../api/json.js';
import { type PanelProps } from '../panel-props.js';
import { StateLanes } from './state-lanes.js';
import { stateRows } from './state-rows.js';

/** What a state timeline and a status history have in common: all but whether neighbours that look alike are one. */
export function StatesPanel(
  props: PanelProps & { readonly merge: boolean; readonly testId: 'state-timeline' | 'status-history' },
): ReactNode {
  const { panel, answer, title, range, width, height, merge, testId } = props;
  const { options } = panel;
  const rows = useMemo(() => stateRows(answer.frames, panel, merge), [answer.frames, panel, merge]);
  return (
    <StateLanes
      {...{ title, rows, range, width, height, testId }}
      thickness={asNumber(options['rowHeight']) ?? 0.9}
      labels={options['showValue'] !== 'never'}
      legend={asRecord(options['legend'])['showLegend'] !== false}
    />
  );
}
