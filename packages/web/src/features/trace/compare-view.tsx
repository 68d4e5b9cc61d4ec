import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { EmptyState, ErrorState, Loading } from '../../controls/notice.js';
import { useI18n } from '../../i18n/translate.js';
import { formatDateTime, formatDuration } from '../../time/format.js';
import { nanosToMs } from '../../time/nanos.js';
import { callPaths, type CallPath } from './call-paths.js';
import { serviceColours } from './colours.js';
import { compareTraces, type PathPair } from './compare-traces.js';
import { loadTrace, traceKey, type LoadedTrace } from './load-trace.js';
import { validateTraceSearch } from './trace-search.js';
import './compare-view.css';

/** Rows in the document: beyond, two traces have too little in common for a comparison to say anything. */
const SHOWN = 1_000;

/** Two traces side by side, by the ways of their calls. */
export function CompareView(props: {
  readonly traceId: string;
  readonly trace: LoadedTrace;
  readonly other: string;
}): ReactNode {
  const { t } = useI18n();
  const other = useQuery({
    queryKey: traceKey(props.other),
    queryFn: ({ signal }) => loadTrace(props.other, signal),
    structuralSharing: false,
  });
  if (other.isError) return <ErrorState error={other.error} onRetry={() => void other.refetch()} />;
  if (!other.data || other.data.partial) return <Loading rows={14} label={t('trace.loading')} />;
  if (other.data.tree.nodes.length === 0) {
    return (
      <EmptyState title={t('trace.missing')}>
        <code>{props.other}</code>
        <Back traceId={props.traceId} />
      </EmptyState>
    );
  }
  return <Comparison {...props} otherTrace={other.data} />;
}

function Comparison(props: {
  readonly traceId: string;
  readonly trace: LoadedTrace;
  readonly other: string;
  readonly otherTrace: LoadedTrace;
}): ReactNode {
  const { t } = useI18n();
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [left, right] = [props.trace.tree, props.otherTrace.tree];
  const pairs = useMemo(() => compareTraces(callPaths(left.nodes), callPaths(right.nodes)), [left, right]);
  const colours = useMemo(() => serviceColours([...new Set([...left.services, ...right.services])]), [left, right]);
  const longest = Math.max(1, ...pairs.map((pair) => Math.max(pair.left?.total ?? 0, pair.right?.total ?? 0)));
  const shown = onlyChanged ? pairs.filter(differs) : pairs;
  return (
    <div className="compare">
      <header className="compare-head">
        <Back traceId={props.traceId} />
        <h1>{t('compare.title')}</h1>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowsExchange size={14} aria-hidden />}
          renderRoot={(rest) => (
            <Link to="/traces/$traceId" params={{ traceId: props.other }} search={{ with: props.traceId }} {...rest} />
          )}
        >
          {t('compare.swap')}
        </Button>
        <label className="compare-changed">
          <input
            type="checkbox"
            checked={onlyChanged}
            onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
          />{' '}
          {t('compare.changed')}
        </label>
      </header>
      <div className="compare-scroll panel" tabIndex={0} role="region" aria-label={t('compare.title')}>
        <table data-testid="compare">
          <thead>
            <tr>
              <th scope="col">{t('compare.path')}</th>
              <Side name="A" traceId={props.traceId} trace={props.trace} />
              <Side name="B" traceId={props.other} trace={props.otherTrace} />
              <th scope="col" className="num">
                {t('compare.delta')}
                <Delta ns={right.duration - left.duration} base={left.duration} />
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, SHOWN).map((pair) => (
              <PairRow
                key={pair.key}
                pair={pair}
                longest={longest}
                colour={colours.get(pair.service) ?? 'var(--muted)'}
              />
            ))}
          </tbody>
        </table>
        {shown.length > SHOWN && <p className="muted">{t('statistics.more', { n: SHOWN, all: shown.length })}</p>}
        {shown.length === 0 && <p className="muted compare-same">{t('compare.same')}</p>}
      </div>
    </div>
  );
}

/** There in one trace only, called another number of times, or failing where the other does not. Time always differs. */
function differs({ left, right }: PathPair): boolean {
  return left?.count !== right?.count || left?.errors !== right?.errors;
}

function Back(props: { readonly traceId: string }): ReactNode {
  const { t } = useI18n();
  return (
    <Link
      to="/traces/$traceId"
      params={{ traceId: props.traceId }}
      search={(previous) => {
        const { with: _with, ...rest } = validateTraceSearch({ ...previous });
        return rest;
      }}
      className="compare-back"
    >
      <IconArrowLeft size={14} aria-hidden /> {t('compare.back')}
    </Link>
  );
}

function Side(props: { readonly name: string; readonly traceId: string; readonly trace: LoadedTrace }): ReactNode {
  const { tree } = props.trace;
  return (
    <th scope="col">
      <span className="compare-side">{props.name}</span>{' '}
      <Link to="/traces/$traceId" params={{ traceId: props.traceId }} search={{}} className="trace-link">
        <code>{props.traceId.slice(0, 8)}</code>
      </Link>{' '}
      <b className="num">{formatDuration(tree.duration)}</b>
      <span className="muted num"> {formatDateTime(nanosToMs(tree.start))}</span>
    </th>
  );
}

function PairRow(props: { readonly pair: PathPair; readonly longest: number; readonly colour: string }): ReactNode {
  const { t } = useI18n();
  const { pair } = props;
  const only = pair.left === undefined ? 'B' : pair.right === undefined ? 'A' : undefined;
  return (
    <tr className={only === undefined ? '' : `compare-only compare-only-${only.toLowerCase()}`}>
      <th scope="row" style={{ paddingInlineStart: `min(${12 + pair.depth * 14}px, 40%)` }}>
        <span className="trace-dot" style={{ background: props.colour }} aria-hidden />{' '}
        <span className="span-service">{pair.service}</span> {pair.name}
        {only !== undefined && <span className="compare-tag">{t('compare.only', { side: only })}</span>}
      </th>
      <PathCell path={pair.left} longest={props.longest} colour={props.colour} />
      <PathCell path={pair.right} longest={props.longest} colour={props.colour} />
      <td className="num">
        <Delta ns={pair.delta} base={pair.left?.total ?? 0} />
      </td>
    </tr>
  );
}

function PathCell(props: {
  readonly path: CallPath | undefined;
  readonly longest: number;
  readonly colour: string;
}): ReactNode {
  const { t } = useI18n();
  const { path } = props;
  if (!path) return <td className="muted">–</td>;
  return (
    <td className="num compare-cell">
      <span
        className="compare-bar"
        style={{ width: `${(path.total / props.longest) * 100}%`, background: props.colour }}
        aria-hidden
      />
      {formatDuration(path.total)}
      {path.count > 1 && <span className="muted"> ×{path.count}</span>}
      {path.errors > 0 && <span className="compare-errors"> {t('trace.errors', { n: path.errors })}</span>}
    </td>
  );
}

/** Changes below a tenth are noise of one request, and stay grey. */
const NOTABLE = 0.1;

function Delta(props: { readonly ns: number; readonly base: number }): ReactNode {
  const { ns, base } = props;
  const notable = Math.abs(ns) > base * NOTABLE;
  const tone = !notable
    ? 'compare-delta muted'
    : ns > 0
      ? 'compare-delta compare-slower'
      : 'compare-delta compare-faster';
  return (
    <span className={tone}>
      {ns > 0 ? '+' : ''}
      {formatDuration(ns)}
    </span>
  );
}
