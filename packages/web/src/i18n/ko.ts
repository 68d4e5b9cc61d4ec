import { ko as controls } from '../controls/messages.ko.js';
import { ko as queryEditor } from '../controls/query-editor/messages.ko.js';
import { ko as charts } from '../features/charts/messages.ko.js';
import { ko as dashboards } from '../features/dashboards/messages.ko.js';
import { ko as home } from '../features/home/messages.ko.js';
import { ko as keyboard } from '../features/keyboard/messages.ko.js';
import { ko as logs } from '../features/logs/messages.ko.js';
import { ko as metrics } from '../features/metrics/messages.ko.js';
import { ko as palette } from '../features/palette/messages.ko.js';
import { ko as progress } from '../features/progress/messages.ko.js';
import { ko as promqlAdvice } from '../features/promql-advice/messages.ko.js';
import { ko as queryHistory } from '../features/query-history/messages.ko.js';
import { ko as service } from '../features/service/messages.ko.js';
import { ko as serviceMap } from '../features/service-map/messages.ko.js';
import { ko as shell } from '../features/shell/messages.ko.js';
import { ko as sql } from '../features/sql/messages.ko.js';
import { ko as timeRange } from '../features/time-range/messages.ko.js';
import { ko as toasts } from '../features/toasts/messages.ko.js';
import { ko as trace } from '../features/trace/messages.ko.js';
import { ko as traces } from '../features/traces/messages.ko.js';
import { type Messages } from './en.js';

/** Korean. A key that is missing in a part, or not in its English, is a type error there. */
export const ko: Messages = {
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
};
