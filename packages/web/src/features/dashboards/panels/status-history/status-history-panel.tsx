import { useMemo, type ReactNode } from 'react';
import { asNumber, asRecord } from '../../../../api/json.js';
import { type PanelProps } from '../panel-props.js';
import { StateLanes } from '../state-timeline/state-lanes.js';
import { stateRows } from '../state-timeline/state-rows.js';

/** The state of each field at each sample: one box a sample. */
export function StatusHistoryPanel({ panel, answer, title, range, width, height }: PanelProps): ReactNode {
  const { options } = panel;
  const rows = useMemo(() => stateRows(answer.frames, panel, false), [answer.frames, panel]);
  return (
    <StateLanes
      {...{ title, rows, range, width, height }}
      thickness={asNumber(options['rowHeight']) ?? 0.9}
      labels={options['showValue'] !== 'never'}
      legend={asRecord(options['legend'])['showLegend'] !== false}
      testId="status-history"
    />
  );
}
