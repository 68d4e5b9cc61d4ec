import { type ReactNode } from 'react';
import { type PanelProps } from '../panel-props.js';
import { StatesPanel } from './states-panel.js';

/** How long each field was in which state: neighbours that look alike are one bar. */
export function StateTimelinePanel(props: PanelProps): ReactNode {
  return <StatesPanel {...props} merge={props.panel.options['mergeValues'] !== false} testId="state-timeline" />;
}
