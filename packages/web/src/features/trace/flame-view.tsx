import { Button } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import { formatDuration, formatPercent } from '../../time/format.js';
import { callPaths, findPath, type CallPath } from './call-paths.js';
import { layoutFlame } from './flame-layout.js';
import { type TreeNode } from './tree.js';
import './flame-view.css';

const ROW_PX = 22;

/** Spans of one way of calls taken together; width is the time that they and what they call work. */
export function FlameView(props: {
  readonly nodes: readonly TreeNode[];
  readonly colours: ReadonlyMap<string, string>;
  /** Id of the first span of the frame that fills the width; undefined for all. */
  readonly frame: string | undefined;
  readonly onFrame: (first: string | undefined) => void;
  /** Shows the spans of a name in the waterfall. */
  readonly onSearch: (name: string) => void;
}): ReactNode {
  const { t } = useI18n();
  const paths = useMemo(() => callPaths(props.nodes), [props.nodes]);
  const chosen = useMemo(() => findPath(paths, props.frame), [paths, props.frame]);
  const top = useMemo(() => (chosen ? [chosen] : paths), [chosen, paths]);
  const { frames, levels, hidden } = useMemo(() => layoutFlame(top), [top]);
  const whole = paths.reduce((sum, { weight }) => sum + weight, 0);
  const facts = (path: CallPath): string =>
    t('flame.facts', {
      total: formatDuration(path.total),
      weight: formatDuration(path.weight),
      share: formatPercent(whole === 0 ? 0 : path.weight / whole),
      self: formatDuration(path.self),
      n: path.count,
    });
  return (
    <div className="flame">
      <p className="flame-head">
        <span>{chosen ? `${chosen.service}: ${chosen.name}` : t('flame.hint')}</span>
        {chosen && (
          <>
            <span className="muted num">{facts(chosen)}</span>
            <Button variant="default" size="compact-xs" onClick={() => props.onSearch(chosen.name)}>
              {t('flame.search')}
            </Button>
            <Button variant="default" size="compact-xs" onClick={() => props.onFrame(undefined)}>
              {t('flame.all')}
            </Button>
          </>
        )}
        {hidden > 0 && <span className="muted">{t('flame.hidden', { n: hidden })}</span>}
      </p>
      <div className="flame-scroll">
        <div className="flame-frames" style={{ height: levels * ROW_PX }} data-testid="flame">
          {frames.map(({ path, level, left, width }) => (
            <button
              key={path.key}
              type="button"
              className={path.errors > 0 ? 'flame-frame flame-frame-error' : 'flame-frame'}
              style={{
                left: `${left}%`,
                width: `${width}%`,
                top: level * ROW_PX,
                borderInlineStartColor: props.colours.get(path.service),
                background: `color-mix(in srgb, ${props.colours.get(path.service) ?? 'var(--muted)'} 22%, var(--surface))`,
              }}
              title={`${path.service}: ${path.name}\n${facts(path)}`}
              aria-label={`${path.service}: ${path.name} ${facts(path)}`}
              onClick={() => props.onFrame(path === chosen ? undefined : path.first)}
            >
              {width > 2 && (
                <>
                  {path.name} <span className="muted num">{formatDuration(path.total)}</span>
                </>
              )}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
