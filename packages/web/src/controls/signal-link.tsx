import {
  IconActivity,
  IconChartLine,
  IconListDetails,
  IconServer,
  IconTopologyStar3,
  type Icon,
} from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type ReactNode, type Ref } from 'react';
import './signal-link.css';

/** Where a link leads. */
export type Signal = 'logs' | 'trace' | 'metrics' | 'service' | 'map';

const icons: Readonly<Record<Signal, Icon>> = {
  logs: IconListDetails,
  trace: IconActivity,
  metrics: IconChartLine,
  service: IconServer,
  map: IconTopologyStar3,
};

interface SignalAnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly signal: Signal;
  /** Why there is nothing at its other end. The link then stays readable, says so, and leads nowhere. */
  readonly unavailable?: string | undefined;
  /** Icon alone; the children name it. */
  readonly iconOnly?: boolean;
  readonly ref?: Ref<HTMLAnchorElement>;
}

function SignalAnchor({ signal, unavailable, iconOnly, children, className, ...rest }: SignalAnchorProps): ReactNode {
  const SignalIcon = icons[signal];
  const classes = ['signal-link', `signal-link-${signal}`, className].filter(Boolean).join(' ');
  const content = (
    <>
      <SignalIcon size={14} stroke={1.75} aria-hidden />
      <span className={iconOnly === true ? 'visually-hidden' : undefined}>{children}</span>
    </>
  );
  if (unavailable !== undefined) {
    // Focusable, so that the reason can be heard; a link without href is none to click on.
    return (
      <span
        className={`${classes} signal-link-off`}
        role="link"
        aria-disabled="true"
        tabIndex={0}
        title={unavailable}
        data-testid={rest['data-testid' as keyof typeof rest] as string | undefined}
      >
        {content}
        <span className="visually-hidden">: {unavailable}</span>
      </span>
    );
  }
  return (
    <a {...rest} className={classes}>
      {content}
    </a>
  );
}

/**
 * A way from one signal to another, `to`, `params` and `search` as in the router's own Link. A link that cannot work is
 * given `unavailable`, the reason: it stays in its place, disabled.
 */
export const SignalLink = createLink(SignalAnchor);
