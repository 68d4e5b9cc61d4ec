/** What the series of a metric are counted from: single spans, or calls between two services. */
export type Subject = 'spans' | 'edges';

/** What a series of the metric counts: events, their seconds, or events up to a bound of seconds. */
export type Part = 'events' | 'seconds' | 'buckets';

/** Whose duration an edge is measured by: that of the span that calls or of the one that serves. */
export type Side = 'client' | 'server';

export interface Metric {
  readonly name: string;
  /** The name without the suffix of a histogram's part. */
  readonly family: string;
  readonly type: 'counter' | 'histogram';
  readonly unit: string;
  readonly help: string;
  /** Names of labels besides `__name__` that its series may have. */
  readonly labels: readonly string[];
  readonly subject: Subject;
  readonly part: Part;
  readonly side?: Side;
  /** Only calls that failed. */
  readonly failed?: true;
}

/** Upper bounds of a histogram's buckets in nanoseconds: `first * 2^n`. */
export interface Bounds {
  readonly first: number;
  readonly count: number;
}

/** 2 ms to 16.4 s, and 100 ms to 12.8 s: those of Tempo's metrics-generator. */
export const BOUNDS: Readonly<Record<Subject, Bounds>> = {
  spans: { first: 2e6, count: 14 },
  edges: { first: 1e8, count: 8 },
};

/** The values of `le`, in rising order; the last is `+Inf`. */
export function boundTexts({ first, count }: Bounds): readonly string[] {
  return [...Array.from({ length: count }, (_, n) => String((first * 2 ** n) / 1e9)), '+Inf'];
}

const SPAN_LABELS = ['service', 'span_name', 'span_kind', 'status_code'];
export const EDGE_LABELS = ['client', 'server', 'connection_type'];

type Plain = Pick<Metric, 'help' | 'subject' | 'side' | 'failed'>;

const labelsOf = ({ subject }: Plain): readonly string[] => (subject === 'spans' ? SPAN_LABELS : EDGE_LABELS);

const counter = (name: string, plain: Plain): Metric => ({
  ...plain,
  name,
  family: name,
  type: 'counter',
  unit: '',
  labels: labelsOf(plain),
  part: 'events',
});

function histogram(family: string, plain: Plain): readonly Metric[] {
  const shared = { ...plain, family, type: 'histogram', unit: 'seconds', labels: labelsOf(plain) } as const;
  return [
    { ...shared, name: `${family}_bucket`, labels: [...shared.labels, 'le'], part: 'buckets' },
    { ...shared, name: `${family}_sum`, part: 'seconds' },
    { ...shared, name: `${family}_count`, part: 'events' },
  ];
}

/** Every metric there is, by the names of Tempo's metrics-generator. Sizes are not: a span's bytes are not stored. */
export const METRICS: readonly Metric[] = [
  counter('traces_spanmetrics_calls_total', { help: 'Spans', subject: 'spans' }),
  ...histogram('traces_spanmetrics_latency', { help: 'Durations of spans', subject: 'spans' }),
  counter('traces_service_graph_request_total', { help: 'Calls between two services', subject: 'edges' }),
  counter('traces_service_graph_request_failed_total', {
    help: 'Calls between two services that failed on either side',
    subject: 'edges',
    failed: true,
  }),
  ...histogram('traces_service_graph_request_server_seconds', {
    help: 'Durations of calls between two services as the called one saw them',
    subject: 'edges',
    side: 'server',
  }),
  ...histogram('traces_service_graph_request_client_seconds', {
    help: 'Durations of calls between two services as the calling one saw them',
    subject: 'edges',
    side: 'client',
  }),
];
