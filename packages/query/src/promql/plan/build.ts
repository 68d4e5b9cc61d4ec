import { durationMs, err, millis, ok, type DurationMs, type Millis, type Result } from '@bongsu/model';
import type { Matcher, ParseError } from '../../lang/index.js';
import {
  children,
  typeOf,
  unwrap,
  type Aggregate,
  type Call,
  type Expr,
  type MatrixSelector,
  type Subquery,
  type TimeModifiers,
  type VectorSelector,
} from '../syntax/index.js';
import { infoMatchers } from './info-matchers.js';
import { isStepInvariant, readsData } from './invariant.js';
import {
  gridTime,
  type Fetch,
  type Grid,
  type Placement,
  type Plan,
  type PlanNode,
  type Reference,
  type SelectorNode,
  type WindowNode,
} from './node.js';

export interface PlanOptions {
  /** Steps of the query, at least one. */
  readonly grid: Grid;
  /** How old the newest sample of a series may be. */
  readonly lookback: DurationMs;
  /** Resolution of a subquery that names none. */
  readonly subqueryStep: DurationMs;
  /** What the executor can do; anything else is refused by name. */
  readonly functions: ReadonlySet<string>;
  readonly aggregators: ReadonlySet<string>;
  /** Functions ClickHouse may compute, with the aggregate function that does; empty to compute all in memory. */
  readonly pushed: ReadonlyMap<string, string>;
  /** Which series matchers may select that are made when they are looked at; none when not given. */
  readonly made?: (matchers: readonly Matcher[]) => 'none' | 'some' | 'all';
}

/** Plans a checked expression. The error names the first feature the executor lacks. */
export function buildPlan(expr: Expr, options: PlanOptions): Result<Plan, ParseError> {
  const builder = new PlanBuilder(options);
  const lacking = builder.lacking(expr);
  if (lacking) return err(lacking);
  const root = builder.node(expr, options.grid);
  return ok({ root, fetches: builder.fetches, grid: options.grid });
}

/** Functions that take the difference of a window's ends, which made counters are known at exactly. */
export const DIFFERENCES: ReadonlySet<string> = new Set(['rate', 'increase', 'delta']);

const MEMORY = (why: string): Placement => ({ where: 'memory', why });
const CONSTANT = MEMORY('a constant');
const LOOKBACK = MEMORY('lookback and stale markers are decided per step');
const WINDOWS = MEMORY('windows over samples already read');
const SMALL = MEMORY('works on one value per series and step');
const EVALUATOR = MEMORY('only the evaluator defines it');
const STORED: Placement = { where: 'clickhouse', why: 'matchers and times become conditions on stored columns' };

interface Draft extends Fetch {
  after: Millis;
  until: Millis;
}

/** Which part of native histograms the expression around a selector looks at. */
type HistogramPart = 'any' | 'statistics' | 'buckets';

/** Functions that read nothing but counts and sums, and those that read buckets. */
const HISTOGRAM_PARTS: ReadonlyMap<string, HistogramPart> = new Map<string, HistogramPart>([
  ['histogram_avg', 'statistics'],
  ['histogram_count', 'statistics'],
  ['histogram_sum', 'statistics'],
  ['histogram_fraction', 'buckets'],
  ['histogram_quantile', 'buckets'],
  ['histogram_quantiles', 'buckets'],
]);

class PlanBuilder {
  readonly fetches: Draft[] = [];
  #part: HistogramPart = 'any';

  constructor(readonly options: PlanOptions) {}

  lacking(expr: Expr): ParseError | undefined {
    const lacks = (message: string): ParseError => ({ message: `not supported yet: ${message}`, range: expr.pos });
    switch (expr.kind) {
      case 'number':
      case 'string':
      case 'vector':
      case 'matrix':
        return undefined;
      case 'paren':
      case 'unary':
      case 'subquery':
        return this.lacking(expr.expr);
      case 'binary':
        return this.lacking(expr.left) ?? this.lacking(expr.right);
      case 'aggregate':
        if (!this.options.aggregators.has(expr.op)) return lacks(`aggregation ${expr.op}`);
        return (expr.param && this.lacking(expr.param)) ?? this.lacking(expr.expr);
      case 'call': {
        if (!this.options.functions.has(expr.func)) return lacks(`function ${expr.func}()`);
        for (const arg of expr.args) {
          const inside = this.lacking(arg);
          if (inside) return inside;
        }
        return undefined;
      }
    }
  }

  node(expr: Expr, grid: Grid): PlanNode {
    const type = typeOf(expr);
    if (grid.count > 1 && type !== 'matrix' && type !== 'string' && isStepInvariant(expr) && readsData(expr)) {
      const inner = this.#node(expr, { ...grid, count: 1 });
      return { kind: 'repeat', inner, grid, placement: MEMORY('the same at every step, so computed once') };
    }
    return this.#node(expr, grid);
  }

  /** Plans what reads a part of histograms. Once buckets are read further out, no count or sum is alone any more. */
  #reading<T>(part: HistogramPart | undefined, plan: () => T): T {
    const outer = this.#part;
    if (part !== undefined && outer !== 'buckets') this.#part = part;
    const planned = plan();
    this.#part = outer;
    return planned;
  }

  #node(expr: Expr, grid: Grid): PlanNode {
    switch (expr.kind) {
      case 'number':
        return { kind: 'number', value: expr.value, grid, placement: CONSTANT };
      case 'string':
        return { kind: 'string', value: expr.value, grid, placement: CONSTANT };
      case 'paren':
        return this.node(expr.expr, grid);
      case 'vector':
        return this.#selector(expr, grid);
      case 'matrix':
        return this.#window(expr, grid);
      case 'subquery':
        return this.#subquery(expr, grid);
      case 'unary':
        return { kind: 'unary', expr, inner: this.node(expr.expr, grid), grid, placement: SMALL };
      case 'binary': {
        const left = this.node(expr.left, grid);
        return { kind: 'binary', expr, left, right: this.node(expr.right, grid), grid, placement: SMALL };
      }
      case 'aggregate':
        return this.#aggregate(expr, grid);
      case 'call':
        return this.#call(expr, grid);
    }
  }

  #aggregate(expr: Aggregate, grid: Grid): PlanNode {
    const inner = this.node(expr.expr, grid);
    const node = { kind: 'aggregate', expr, inner, grid, placement: SMALL } as const;
    return expr.param === undefined ? node : { ...node, param: this.node(expr.param, grid) };
  }

  #call(expr: Call, grid: Grid): PlanNode {
    const [first] = expr.args;
    const argument = first && unwrap(first);
    if (expr.func === 'info') return this.#info(expr, grid);
    const ofSamples = expr.func === 'timestamp' || expr.func === 'start_timestamp';
    if (ofSamples && argument?.kind === 'vector' && argument.extension === undefined) {
      // The samples' own times are wanted, so the selector itself must be the argument.
      return { kind: 'call', expr, args: [this.#selector(argument, grid)], grid, placement: EVALUATOR };
    }
    const made = argument?.kind === 'matrix' ? this.#made(argument) : 'none';
    if (argument?.kind === 'matrix' && made === 'all' && DIFFERENCES.has(expr.func)) {
      const { selector } = argument;
      const window = this.#window({ ...argument, selector: { extension: 'anchored', ...selector } }, grid);
      return { kind: 'call', expr, args: [window], grid, placement: WINDOWS };
    }
    const sqlFunction = made === 'none' ? this.options.pushed.get(expr.func) : undefined;
    // With `@` and several steps every window is the same one: that is no grid of the engine's.
    const isGrid =
      argument?.kind === 'matrix' &&
      argument.selector.extension === undefined &&
      grid.count > 0 &&
      (grid.count === 1 || argument.selector.at === undefined);
    if (sqlFunction !== undefined && isGrid) {
      const window = this.#window(argument, grid);
      const why = `${sqlFunction} equals ${expr.func}() for many finite samples; few, and other series, are computed in memory`;
      return { kind: 'grid-call', expr, sqlFunction, window, grid, placement: { where: 'clickhouse', why } };
    }
    const args = this.#reading(HISTOGRAM_PARTS.get(expr.func), () => expr.args.map((arg) => this.node(arg, grid)));
    const over = args.some((arg) => arg.kind === 'window' || arg.kind === 'subquery');
    return { kind: 'call', expr, args, grid, placement: over ? WINDOWS : SMALL };
  }

  #made({ selector }: MatrixSelector): 'none' | 'some' | 'all' {
    return this.options.made?.(selector.matchers) ?? 'none';
  }

  #reference({ offset, at }: TimeModifiers): Reference {
    const { grid } = this.options;
    if (at === undefined) return { offset };
    if (at.kind === 'time') return { offset, at: at.time };
    return { offset, at: millis(at.kind === 'start' ? grid.start : gridTime(grid, grid.count - 1)) };
  }

  /** First and last moment a node looks at over its grid. */
  #span(reference: Reference, grid: Grid): readonly [first: number, last: number] {
    const first = (reference.at ?? grid.start) - reference.offset;
    const last = (reference.at ?? gridTime(grid, Math.max(grid.count - 1, 0))) - reference.offset;
    return [first, last];
  }

  /** The series of info metrics are a second argument, looked at when the series of the first one are. */
  #info(expr: Call, grid: Grid): PlanNode {
    const [base, labels] = expr.args;
    const { lookback } = this.options;
    const reference = this.#referenceInside(base!) ?? { offset: durationMs(0) };
    const fetch = this.#fetch(infoMatchers(labels), reference, lookback, durationMs(0), grid);
    const node = { kind: 'selector', fetch, lookback, statistics: false, grid, placement: LOOKBACK } as const;
    const infos: SelectorNode = { ...node, ...reference };
    return { kind: 'call', expr, args: [this.node(base!, grid), infos], grid, placement: SMALL };
  }

  /** Which moment the first selector of an expression looks at, subqueries around it counted in. */
  #referenceInside(expr: Expr): Reference | undefined {
    if (expr.kind === 'vector') return this.#reference(expr);
    for (const child of children(expr)) {
      const inner = this.#referenceInside(child);
      if (inner === undefined) continue;
      if (expr.kind !== 'subquery' || inner.at !== undefined) return inner;
      const outer = this.#reference(expr);
      return { ...outer, offset: durationMs(outer.offset + inner.offset) };
    }
    return undefined;
  }

  #selector(expr: VectorSelector, grid: Grid): SelectorNode {
    const { lookback } = this.options;
    const reference = this.#reference(expr);
    const smoothed = expr.extension === 'smoothed';
    const fetch = this.#fetch(expr.matchers, reference, lookback, smoothed ? lookback : durationMs(0), grid);
    const statistics = this.#part === 'statistics';
    const node = { kind: 'selector', fetch, lookback, statistics, ...reference, grid, placement: LOOKBACK } as const;
    return smoothed ? { ...node, smoothed } : node;
  }

  #window(expr: MatrixSelector, grid: Grid): WindowNode {
    const { range, selector } = expr;
    const reference = this.#reference(selector);
    const { lookback } = this.options;
    const kind = selector.extension;
    const back = kind === undefined ? range : durationMs(range + lookback);
    const fetch = this.#fetch(selector.matchers, reference, back, kind === 'smoothed' ? lookback : durationMs(0), grid);
    const statistics = this.#part === 'statistics';
    const node = { kind: 'window', fetch, range, statistics, ...reference, grid, placement: WINDOWS } as const;
    return kind === undefined ? node : { ...node, extension: { kind, lookback } };
  }

  #subquery(expr: Subquery, grid: Grid): PlanNode {
    const reference = this.#reference(expr);
    const step = expr.step ?? this.options.subqueryStep;
    const [first, last] = this.#span(reference, grid);
    // Multiples of the step in (first - range, last], whatever the query's own start.
    const start = millis((Math.floor((first - expr.range) / step) + 1) * step);
    const count = grid.count === 0 ? 0 : Math.max(0, Math.floor((last - start) / step) + 1);
    // Between the steps there are samples that a subquery does not see: its consumer has to compare buckets.
    const inner = this.#reading('buckets', () => this.node(expr.expr, { start, step, count }));
    return { kind: 'subquery', inner, range: expr.range, ...reference, grid, placement: WINDOWS };
  }

  /** A fetch that covers what is asked; one that overlaps and has the same matchers is widened. */
  #fetch(matchers: readonly Matcher[], reference: Reference, back: DurationMs, on: DurationMs, grid: Grid): Fetch {
    const [first, last] = this.#span(reference, grid);
    const after = millis(first - back);
    const until = millis(last + on);
    const key = JSON.stringify(matchers);
    const near = this.fetches.find((f) => JSON.stringify(f.matchers) === key && f.after <= until && after <= f.until);
    if (near) {
      near.after = millis(Math.min(near.after, after));
      near.until = millis(Math.max(near.until, until));
      return near;
    }
    const fetch: Draft = { id: this.fetches.length, matchers, after, until, placement: STORED };
    this.fetches.push(fetch);
    return fetch;
  }
}

/** The steps of a range query, both bounds inclusive. `end` not before `start`, `step` at least 1 ms. */
export function rangeGrid(start: Millis, end: Millis, step: DurationMs): Grid {
  return { start, step, count: Math.floor((end - start) / step) + 1 };
}

/** The one step of an instant query. */
export const instantGrid = (time: Millis): Grid => ({ start: time, step: durationMs(1), count: 1 });
