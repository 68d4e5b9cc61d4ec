import { en as controls } from '../controls/messages.en.js';
import { en as queryEditor } from '../controls/query-editor/messages.en.js';
import { en as charts } from '../features/charts/messages.en.js';
import { en as dashboards } from '../features/dashboards/messages.en.js';
import { en as home } from '../features/home/messages.en.js';
import { en as keyboard } from '../features/keyboard/messages.en.js';
import { en as logs } from '../features/logs/messages.en.js';
import { en as metrics } from '../features/metrics/messages.en.js';
import { en as palette } from '../features/palette/messages.en.js';
import { en as progress } from '../features/progress/messages.en.js';
import { en as promqlAdvice } from '../features/promql-advice/messages.en.js';
import { en as queryHistory } from '../features/query-history/messages.en.js';
import { en as service } from '../features/service/messages.en.js';
import { en as serviceMap } from '../features/service-map/messages.en.js';
import { en as shell } from '../features/shell/messages.en.js';
import { en as sql } from '../features/sql/messages.en.js';
import { en as timeRange } from '../features/time-range/messages.en.js';
import { en as toasts } from '../features/toasts/messages.en.js';
import { en as trace } from '../features/trace/messages.en.js';
import { en as traces } from '../features/traces/messages.en.js';

/** The English messages of each part of the UI. A key belongs to one part; the test holds that. */
export const parts = [
  controls,
  queryEditor,
  charts,
  dashboards,
  home,
  keyboard,
  logs,
  metrics,
  palette,
  progress,
  promqlAdvice,
  queryHistory,
  service,
  serviceMap,
  shell,
  sql,
  timeRange,
  toasts,
  trace,
  traces,
] as const;

/** English, and the list of all keys. `{n|one|other}` picks by the plural rules; `{name}` is filled in. */
export const en = {
  ...controls,
  ...queryEditor,
  ...charts,
  ...dashboards,
  ...home,
  ...keyboard,
  ...logs,
  ...metrics,
  ...palette,
  ...progress,
  ...promqlAdvice,
  ...queryHistory,
  ...service,
  ...serviceMap,
  ...shell,
  ...sql,
  ...timeRange,
  ...toasts,
  ...trace,
  ...traces,
} as const;

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;
