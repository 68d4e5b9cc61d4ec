import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { baseUrl, mayPass } from './api/http.js';
import { validateDashboardSearch } from './features/dashboards/dashboard-search.js';
import { validateDashboardsSearch } from './features/dashboards/dashboards-search.js';
import { validateHomeSearch } from './features/home/home-search.js';
import { validateLogsSearch } from './features/logs/logs-search.js';
import { validateMetricsSearch } from './features/metrics/metrics-search.js';
import { validateMapSearch } from './features/service-map/map-search.js';
import { validateServiceSearch } from './features/service/service-search.js';
import { Crash, NotFound, Shell } from './features/shell/shell.js';
import { validateSqlSearch } from './features/sql/sql-search.js';
import { Toasts } from './features/toasts/toasts.js';
import { validateTraceSearch } from './features/trace/trace-search.js';
import { validateTracesSearch } from './features/traces/traces-search.js';
import { type Messages } from './i18n/en.js';
import { I18nProvider, type Language } from './i18n/translate.js';
import './theme/mantine.css';
import './theme/tokens.css';
import { styleNonce } from './theme/style-nonce.js';
import { theme } from './theme/theme.js';
import { parseUrlSearch, printUrlSearch } from './url-search.js';

const rootRoute = createRootRouteWithContext<{ readonly client: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: Crash,
});

/**
 * An answer that comes sooner is drawn with the page; placeholders for it would only flicker, and drawing them would keep
 * its rows back for as long as drawing a page takes.
 */
const FLICKER_MS = 300;

async function shortly(answer: Promise<void>): Promise<void> {
  await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, FLICKER_MS))]);
}

const homePage = () => import('./features/home/home-page.js');
const logsPage = () => import('./features/logs/logs-page.js');

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: validateHomeSearch,
  loader: async ({ cause, context, location }) => {
    if (cause !== 'enter') return;
    const { askFirst } = await homePage();
    await shortly(askFirst(context.client, validateHomeSearch(location.search)));
  },
}).lazy(async () => (await homePage()).Route);

const serviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/services/$name',
  validateSearch: validateServiceSearch,
}).lazy(async () => (await import('./features/service/service-page.js')).Route);

const traceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/traces/$traceId',
  validateSearch: validateTraceSearch,
}).lazy(async () => (await import('./features/trace/trace-page.js')).Route);

const logsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/logs',
  validateSearch: validateLogsSearch,
  loader: async ({ cause, context, location }) => {
    if (cause !== 'enter') return;
    const { askFirst } = await logsPage();
    await shortly(askFirst(context.client, validateLogsSearch(location.search)));
  },
}).lazy(async () => (await logsPage()).Route);

const tracesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/traces',
  validateSearch: validateTracesSearch,
}).lazy(async () => (await import('./features/traces/traces-page.js')).Route);

const mapRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/map',
  validateSearch: validateMapSearch,
}).lazy(async () => (await import('./features/service-map/map-page.js')).Route);

const metricsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/metrics',
  validateSearch: validateMetricsSearch,
}).lazy(async () => (await import('./features/metrics/metrics-page.js')).Route);

const dashboardsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dashboards',
  validateSearch: validateDashboardsSearch,
}).lazy(async () => (await import('./features/dashboards/dashboards-page.js')).Route);

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dashboards/$uid',
  validateSearch: validateDashboardSearch,
}).lazy(async () => (await import('./features/dashboards/dashboard-page.js')).Route);

const sqlRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sql',
  validateSearch: validateSqlSearch,
}).lazy(async () => (await import('./features/sql/sql-page.js')).Route);

const routeTree = rootRoute.addChildren([
  homeRoute,
  serviceRoute,
  logsRoute,
  tracesRoute,
  traceRoute,
  mapRoute,
  metricsRoute,
  dashboardsRoute,
  dashboardRoute,
  sqlRoute,
]);

/** The pages under the <base> of the document. */
function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    basepath: baseUrl().pathname,
    parseSearch: parseUrlSearch,
    stringifySearch: printUrlSearch,
    // The code of a page is fetched when a pointer comes near; what the page asks for, when one goes there.
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: Crash,
    defaultPendingMs: 300,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

/** Twice, since what does not pass by then is better shown. */
const shouldRetry = (failures: number, error: Error): boolean => failures < 2 && mayPass(error);

/**
 * The page that the address names, ready to be drawn: its code is there and its first questions are on their way, so it
 * is drawn once, not first empty and then full.
 * @returns what draws it in a language.
 */
export async function openApp(): Promise<(initial: { lang: Language; messages: Messages }) => ReactNode> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: shouldRetry, staleTime: 2_000 } } });
  const router = createAppRouter(client);
  await router.load();
  return (initial) => (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <I18nProvider initial={initial}>
        <QueryClientProvider client={client}>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  );
}
