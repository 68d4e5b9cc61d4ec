import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState, type ReactNode } from 'react';
import { Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { useKeys } from '../keyboard/keys.js';
import { serviceColours } from './colours.js';
import { criticalPath } from './critical-path.js';
import { fold, foldLevel, reveal, visibleNodes } from './folds.js';
import { type LoadedTrace } from './load-trace.js';
import { SpanPanel } from './span-panel.js';
import { clampWindow, pan, parseWindow, printWindow, zoom, type TimeWindow } from './time-window.js';
import { TraceHeader } from './trace-header.js';
import { type TraceSearch } from './trace-search.js';
import { TraceToolbar } from './trace-toolbar.js';
import { subtree, type TraceTree, type TreeNode } from './tree.js';
import { useFolds } from './use-folds.js';
import { useSpanSearch } from './use-span-search.js';
import { useTraceSearch } from './use-trace-search.js';
import { Waterfall, type WaterfallHandle } from './waterfall.js';

const FlameView = lazy(async () => ({ default: (await import('./flame-view.js')).FlameView }));
const StatisticsView = lazy(async () => ({ default: (await import('./statistics-view.js')).StatisticsView }));

/** A key press moves or zooms the window by this part of it. */
const STEP = 0.25;

export function TraceView(props: { readonly traceId: string; readonly trace: LoadedTrace }): ReactNode {
  const { t } = useI18n();
  const { traceId, trace } = props;
  const { tree } = trace;
  const search = useTraceSearch();
  const navigate = useNavigate();
  const waterfall = useRef<WaterfallHandle>(null);
  const colours = useMemo(() => serviceColours(tree.services), [tree]);
  const update = (next: { [K in keyof TraceSearch]?: TraceSearch[K] | undefined }, replace: boolean): void =>
    void navigate({
      to: '.',
      search: (previous) =>
        Object.fromEntries(Object.entries({ ...previous, ...next }).filter(([, value]) => value !== undefined)),
      replace,
    });

  const selected = useMemo(() => find(tree, search.span), [tree, search.span]);
  const root = useMemo(() => find(tree, search.root), [tree, search.root]);
  const nodes = useMemo(() => (root ? subtree(tree, root) : tree.nodes), [tree, root]);
  const whole = useMemo(() => reach(nodes), [nodes]);

  const [given, setFolds] = useFolds(search.fold, (text) => update({ fold: text }, true));
  // What the URL opens is visible, whatever else is folded.
  const folds = useMemo(() => (selected ? reveal(given, selected) : given), [given, selected]);
  const rows = useMemo(() => visibleNodes(nodes, folds), [nodes, folds]);

  // While the hand drags, the window is here; where it lets go, it goes to the URL.
  const [dragged, setDragged] = useState<TimeWindow>();
  const window = clampWindow(dragged ?? parseWindow(search.zoom) ?? whole, whole);
  const setWindow = (next: TimeWindow, settled: boolean): void => {
    setDragged(settled ? undefined : next);
    if (!settled) return;
    const all = next.from <= whole.from && next.to >= whole.to;
    update({ zoom: all ? undefined : printWindow(next) }, true);
  };

  const hits = useSpanSearch(nodes, search.q);
  const matches = useMemo(() => hits && new Set(hits.map(({ key }) => key)), [hits]);
  const critical = useMemo(
    () => (search.path === 'on' ? criticalPath(root ? { roots: [root] } : tree) : undefined),
    [tree, root, search.path],
  );

  // The first span opened is a step that Back undoes; moving on from span to span is not.
  const select = (node: TreeNode | undefined): void =>
    update({ span: node?.span.spanId }, search.span !== undefined && node !== undefined);
  /** Opens the next of `found` after the selected one, around the end; `by` -1 goes back. */
  const go = (found: readonly TreeNode[], by: 1 | -1): void => {
    const from = selected?.index ?? (by === 1 ? -1 : Infinity);
    const ahead = by === 1 ? found.find(({ index }) => index > from) : found.findLast(({ index }) => index < from);
    const next = ahead ?? found.at(by === 1 ? 0 : -1);
    if (!next) return;
    const open = reveal(folds, next);
    update({ span: next.span.spanId }, search.span !== undefined);
    // A row that was collapsed away has no place yet.
    if (open === folds) waterfall.current?.show(next);
    else requestAnimationFrame(() => waterfall.current?.show(next));
  };
  const goError = (by: 1 | -1): void =>
    go(
      nodes.filter(({ span }) => span.status === 'error'),
      by,
    );
  const foldOne = (node: TreeNode, folded: boolean, deep: boolean): void =>
    setFolds(fold(folds, deep ? subtree(tree, node) : [node], folded));
  const foldAll = (folded: boolean): void => {
    // The root stays open, or there would be nothing to see.
    const open = new Set(folded ? nodes.slice(0, 1).map(({ span }) => span.spanId) : []);
    setFolds({ all: folded, ids: open });
  };
  const level = (by: 1 | -1): void => setFolds(foldLevel({ ...tree, nodes }, folds, by));
  const focus = (node: TreeNode | undefined): void => update({ root: node?.span.spanId, zoom: undefined }, false);
  useKeys({
    j: () => waterfall.current?.move(1),
    k: () => waterfall.current?.move(-1),
    n: () => goError(1),
    N: () => goError(-1),
    '[': () => level(-1),
    ']': () => level(1),
    h: () => setWindow(pan(window, -STEP, whole), true),
    l: () => setWindow(pan(window, STEP, whole), true),
    '+': () => setWindow(zoom(window, 1 - STEP, 0.5, whole), true),
    '-': () => setWindow(zoom(window, 1 / (1 - STEP), 0.5, whole), true),
    f: () => focus(root ? undefined : selected),
    Escape: () => (selected ? select(undefined) : root ? focus(undefined) : undefined),
  });

  const view = search.view ?? 'waterfall';
  return (
    <div className="trace">
      <TraceHeader traceId={traceId} trace={trace} colours={colours} onError={goError} />
      <div className={selected ? 'trace-body trace-body-open' : 'trace-body'}>
        <section className="trace-spans panel" aria-label={t('trace.list')}>
          <TraceToolbar
            view={view}
            onView={(next) => update({ view: next === 'waterfall' ? undefined : next }, false)}
            text={search.q ?? ''}
            found={hits?.length}
            at={hits && selected ? hits.indexOf(selected) : -1}
            onText={(q) => update({ q: q === '' ? undefined : q }, true)}
            onGo={(by) => go(hits ?? [], by)}
            root={root}
            onWhole={() => focus(undefined)}
            path={search.path === 'on'}
            onPath={(on) => update({ path: on ? 'on' : undefined }, true)}
            zoomed={window.from > whole.from || window.to < whole.to}
            onZoomOut={() => setWindow(whole, true)}
            collapsed={folds.all || folds.ids.size > 0}
            onFoldAll={foldAll}
          />
          {view === 'waterfall' && (
            <Waterfall
              ref={waterfall}
              nodes={nodes}
              rows={rows}
              folds={folds}
              whole={whole}
              window={window}
              colours={colours}
              selected={search.span}
              matches={matches}
              critical={critical}
              onSelect={(node) => select(node === selected ? undefined : node)}
              onFold={foldOne}
              onWindow={setWindow}
            />
          )}
          <Suspense fallback={<Loading rows={8} />}>
            {view === 'flame' && (
              <FlameView
                nodes={nodes}
                colours={colours}
                frame={search.frame}
                onFrame={(frame) => update({ frame }, false)}
                onSearch={(q) => update({ q, view: undefined }, false)}
              />
            )}
            {view === 'statistics' && (
              <StatisticsView
                nodes={nodes}
                colours={colours}
                by={search.by ?? 'operation'}
                onBy={(by) => update({ by: by === 'service' ? by : undefined }, false)}
                sort={search.sort ?? 'self'}
                onSort={(sort) => update({ sort: sort === 'self' ? undefined : sort }, true)}
                onSelect={(node) => select(node)}
              />
            )}
          </Suspense>
        </section>
        {selected && (
          <SpanPanel
            key={selected.key}
            node={selected}
            tree={tree}
            colour={colours.get(selected.span.service) ?? 'var(--muted)'}
            focused={root === selected}
            onFocus={() => focus(root === selected ? undefined : selected)}
            onClose={() => select(undefined)}
          />
        )}
      </div>
    </div>
  );
}

function find(tree: TraceTree, spanId: string | undefined): TreeNode | undefined {
  return spanId === undefined ? undefined : tree.nodes.find(({ span }) => span.spanId === spanId);
}

/** From the first start to the last end. */
function reach(nodes: readonly TreeNode[]): TimeWindow {
  let from = Infinity;
  let to = 0;
  for (const { offset, duration } of nodes) {
    from = Math.min(from, offset);
    to = Math.max(to, offset + duration);
  }
  return nodes.length === 0 ? { from: 0, to: 1 } : { from, to: Math.max(from + 1, to) };
}
