import { useMemo, type ReactNode } from 'react';
import { asNumber, asRecord } from '../../../../api/json.js';
import { type PanelProps } from '../panel-props.js';
import { StateLanes } from './state-lanes.js';
import { stateRows } from './state-rows.js';

/** How long each field was in which state: neighbours that look alike are one bar. */
export function StateTimelinePanel({ panel, answer, title, range, width, height }: PanelProps): ReactNode {
  const { options } = panel;
  const merge = options['mergeValues'] !== false;
  const rows = useMemo(() => stateRows(answer.frames, panel, merge), [answer.frames, panel, merge]);
  return (
    <StateLanes
      {...{ title, rows, range, width, height }}
      thickness={asNumber(options['rowHeight']) ?? 0.9}
      labels={options['showValue'] !== 'never'}
      legend={asRecord(options['legend'])['showLegend'] !== false}
      testId="state-timeline"
    />
  );
}
