import type { MetricType, SeriesDef, Tenant } from '@bongsu/model';
import { rowHead } from '../../prometheus/row-head.js';
import { defineSeries } from './define-series.js';
import type { ResourceLabels } from './resource-labels.js';

/** What the head of a Metric message and its owner say. */
export interface FamilyHead {
  readonly tenant: Tenant;
  readonly resource: ResourceLabels;
  /** Labels from the scope, set over those of the point. */
  readonly scope: ReadonlyMap<string, string>;
  /** The name as sent. */
  readonly sentName: string;
  /** The Prometheus name, without suffixes of components. */
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly help: string;
  /** Why every point of the metric is refused; '' when it is good. */
  readonly problem: string;
}

/** Series of a metric with several component series, by the numbers (bounds, quantiles) that tell them apart. */
export interface ComponentSeries {
  readonly sum: SeriesDef;
  readonly count: SeriesDef;
  /** Histograms: the bucket without a bound. */
  readonly inf: SeriesDef | undefined;
  steps: readonly number[];
  stepSeries: readonly SeriesDef[];
}

/** One metric of one resource. Its known series are keyed by the attribute bytes of their points. */
export class MetricFamily {
  readonly series = new Map<string, SeriesDef | ComponentSeries>();
  /** Kept by the cache. */
  weight = 0;

  constructor(readonly head: FamilyHead) {}

  /** The reason of a rejection, with the metric's name in it. */
  refusal(problem: string): string {
    return `metric ${quotedName(this.head.sentName)}: ${problem}`;
  }

  /** A series of this family. `label` is set over every other, e.g. `le`. */
  define(
    metric: string,
    point: ReadonlyMap<string, string>,
    label?: readonly [name: string, value: string],
  ): SeriesDef {
    const { head } = this;
    const labels = new Map(point);
    head.resource.applyTo(labels);
    for (const [name, value] of head.scope) labels.set(name, value);
    if (label !== undefined) labels.set(label[0], label[1]);
    return defineSeries(metric, labels, head);
  }
}

const LONGEST_NAME_IN_REASON = 200;

const quotedName = (name: string): string => JSON.stringify(name.slice(0, LONGEST_NAME_IN_REASON));

/** A family whose points are one series each. */
export class SingleFamily extends MetricFamily {
  override readonly series = new Map<string, SeriesDef>();
  readonly rowHead: Uint8Array;

  constructor(head: FamilyHead) {
    super(head);
    this.rowHead = rowHead(head.tenant, head.name);
  }
}

/** A histogram with explicit bounds or a summary. */
export class ComponentFamily extends MetricFamily {
  override readonly series = new Map<string, ComponentSeries>();
  readonly stepMetric: string;
  readonly stepHead: Uint8Array;
  readonly sumHead: Uint8Array;
  readonly countHead: Uint8Array;

  constructor(
    head: FamilyHead,
    /** `_bucket` for histograms, '' for summaries. */
    stepSuffix: string,
  ) {
    super(head);
    this.stepMetric = head.name + stepSuffix;
    this.stepHead = rowHead(head.tenant, this.stepMetric);
    this.sumHead = rowHead(head.tenant, `${head.name}_sum`);
    this.countHead = rowHead(head.tenant, `${head.name}_count`);
  }
}
