import { useEffect, useState, type ReactNode } from 'react';
import { useI18n } from '../../i18n/translate.js';
import './progress-bar.css';
import { useSlowQueries, type SlowQueries } from './use-slow-queries.js';

/** Over the page while any of its queries runs longer than 300 ms: how long it has taken, and a way to stop it. */
export function ProgressBar(): ReactNode {
  const slow = useSlowQueries();
  return slow && <Running key={slow.since} slow={slow} />;
}

function Running(props: { readonly slow: SlowQueries }): ReactNode {
  const { t } = useI18n();
  const [elapsed, setElapsed] = useState(() => performance.now() - props.slow.since);
  useEffect(() => {
    const timer = setInterval(() => setElapsed(performance.now() - props.slow.since), 100);
    return () => clearInterval(timer);
  }, [props.slow.since]);
  return (
    <div className="progress" data-testid="progress">
      <div className="progress-track" role="progressbar" aria-label={t('progress.label')} />
      <div className="progress-pill">
        <span className="num" aria-hidden>
          {t('progress.elapsed', { seconds: (elapsed / 1_000).toFixed(1) })}
        </span>
        <button type="button" className="progress-cancel" onClick={props.slow.cancel}>
          {t('progress.cancel')}
        </button>
      </div>
    </div>
  );
}
