import { type ReactNode } from 'react';
import { type PanelProps } from '../panel-props.js';
import { StatesPanel } from '../state-timeline/states-panel.js';

/** The state of each field at each sample: one box a sample. */
export function StatusHistoryPanel(props: PanelProps): ReactNode {
  return <StatesPanel {...props} merge={false} testId="status-history" />;
}
