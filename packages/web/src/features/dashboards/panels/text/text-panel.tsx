import { Fragment, useMemo, type ReactNode } from 'react';
import { asText } from '../../../../api/json.js';
import { interpolate } from '../../variables/interpolate.js';
import { type PanelProps } from '../panel-props.js';
import { parseMarkdown, type Block, type Inline } from './markdown.js';
import './text.css';

/** Markdown, or HTML read as the text in it; code as it is. */
export function TextPanel(props: Pick<PanelProps, 'panel' | 'scope'>): ReactNode {
  const { panel, scope } = props;
  const content = interpolate(asText(panel.options['content']) ?? '', scope, 'text');
  const code = panel.options['mode'] === 'code';
  const blocks = useMemo(() => (code ? [] : parseMarkdown(content)), [content, code]);
  return (
    <div className="text-panel" tabIndex={0}>
      {code ? <pre>{content}</pre> : blocks.map((block, at) => <Fragment key={at}>{blockElement(block)}</Fragment>)}
    </div>
  );
}

function blockElement(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading': {
      // The page's own headings are above these.
      const Tag = (['h3', 'h4', 'h5', 'h6'] as const)[block.level - 1] ?? 'h6';
      return <Tag>{inlines(block.inside)}</Tag>;
    }
    case 'paragraph':
      return <p>{lines(block.lines)}</p>;
    case 'quote':
      return <blockquote>{lines(block.lines)}</blockquote>;
    case 'list': {
      const Tag = block.ordered ? 'ol' : 'ul';
      return (
        <Tag>
          {block.items.map((item, at) => (
            <li key={at}>{inlines(item)}</li>
          ))}
        </Tag>
      );
    }
    case 'code':
      return <pre>{block.text}</pre>;
    case 'table':
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                <th key={at} scope="col">
                  {inlines(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={column}>{inlines(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'rule':
      return <hr />;
  }
}

function lines(all: readonly (readonly Inline[])[]): ReactNode {
  return all.map((line, at) => (
    <Fragment key={at}>
      {at > 0 && <br />}
      {inlines(line)}
    </Fragment>
  ));
}

function inlines(pieces: readonly Inline[]): ReactNode {
  return pieces.map((piece, at) => {
    switch (piece.kind) {
      case 'text':
        return <Fragment key={at}>{piece.text}</Fragment>;
      case 'code':
        return <code key={at}>{piece.text}</code>;
      case 'strong':
        return <strong key={at}>{inlines(piece.inside)}</strong>;
      case 'em':
        return <em key={at}>{inlines(piece.inside)}</em>;
      case 'link':
        return (
          <a
            key={at}
            href={piece.href}
            rel="noreferrer noopener"
            target={piece.href.startsWith('http') ? '_blank' : undefined}
          >
            {inlines(piece.inside)}
          </a>
        );
    }
  });
}
