import { type PanelAnswer } from '../data/run-panel.js';
import { type Panel } from '../model/dashboard.js';
import { type Scope } from '../variables/scope.js';

/** A moment that an annotation marks, Unix seconds. */
export interface Mark {
  readonly time: number;
  readonly colour: string;
  readonly text: string;
}

/** What a panel of any kind is drawn with. */
export interface PanelProps {
  readonly panel: Panel;
  readonly title: string;
  readonly answer: PanelAnswer;
  /** Of the panel's body, pixels. */
  readonly width: number;
  readonly height: number;
  /** The range that was asked for, Unix seconds. */
  readonly range: { readonly start: number; readonly end: number };
  readonly scope: Scope;
  readonly marks: readonly Mark[];
  /** Panels of one dashboard share a crosshair. */
  readonly group: string;
  readonly onZoom: (start: number, end: number) => void;
}
