import { type CSSProperties, type ReactNode } from 'react';
import './sort-heading.css';

/** The heading of a column that a table can be sorted by. */
export function SortHeading(props: {
  readonly title: string;
  readonly order: 'ascending' | 'descending' | 'none';
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
  readonly onSort: () => void;
}): ReactNode {
  const { title, order, className, style, onSort } = props;
  return (
    <th scope="col" className={className} aria-sort={order} style={style}>
      <button type="button" className="sort-heading" onClick={onSort}>
        {title}
        <span aria-hidden>{order === 'none' ? '' : order === 'descending' ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  );
}
