import { type ReactNode } from 'react';
import { type Scope } from '../variables/scope.js';
import { linkAddress, type LinkedValue } from './link-address.js';
import { type Link } from './read-link.js';

/** The first link of a value around what shows it; nothing around it where there is none. */
export function ValueLink(props: {
  readonly links: readonly Link[];
  readonly scope: Scope;
  readonly value: LinkedValue;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactNode {
  const [link] = props.links;
  const href = link && linkAddress(link.url, props.scope, props.value);
  if (!link || href === undefined) return props.children;
  return (
    <a
      href={href}
      className={props.className}
      {...(link.title === '' ? {} : { title: link.title })}
      {...(link.newTab || /^https?:/i.test(href) ? { target: '_blank', rel: 'noreferrer noopener' } : {})}
    >
      {props.children}
    </a>
  );
}
