import {
  IconActivity,
  IconChartLine,
  IconDatabase,
  IconHome,
  IconLayoutDashboard,
  IconListDetails,
  IconTopologyStar3,
  type Icon,
} from '@tabler/icons-react';
import { type MessageKey } from '../../i18n/en.js';

/** A place of the navigation. */
export interface PlacePage {
  readonly to: '/' | '/logs' | '/traces' | '/map' | '/metrics' | '/dashboards' | '/sql';
  readonly name: MessageKey & `nav.${string}`;
  /** What fits under an icon. */
  readonly short: MessageKey & `nav.${string}`;
  readonly icon: Icon;
  /** The second key of its jump: `g l` goes to the logs. */
  readonly key: string;
  /** Whether the bar of a narrow screen has room for it; the others stand behind its last place. */
  readonly bar: boolean;
}

export const pages = [
  { to: '/', name: 'nav.home', short: 'nav.home', icon: IconHome, key: 'h', bar: true },
  { to: '/logs', name: 'nav.logs', short: 'nav.logs', icon: IconListDetails, key: 'l', bar: true },
  { to: '/traces', name: 'nav.traces', short: 'nav.traces', icon: IconActivity, key: 't', bar: true },
  { to: '/map', name: 'nav.map', short: 'nav.map.short', icon: IconTopologyStar3, key: 's', bar: false },
  { to: '/metrics', name: 'nav.metrics', short: 'nav.metrics', icon: IconChartLine, key: 'm', bar: true },
  {
    to: '/dashboards',
    name: 'nav.dashboards',
    short: 'nav.dashboards.short',
    icon: IconLayoutDashboard,
    key: 'd',
    bar: true,
  },
  { to: '/sql', name: 'nav.sql', short: 'nav.sql', icon: IconDatabase, key: 'q', bar: false },
] as const satisfies readonly PlacePage[];
