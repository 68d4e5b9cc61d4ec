/** A piece of a line. No piece is HTML: a page makes elements of them. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inside: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly inside: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' };

/**
 * The Markdown that text panels use: headings, paragraphs, lists, code, quotes, tables, rules, emphasis and links. HTML in it is read as
 * tags that are left out, with the text between them kept.
 */
export function parseMarkdown(text: string): readonly Block[] {
  const lines = withoutTags(text).split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  const take = (pattern: RegExp): string[] => {
    const taken: string[] = [];
    while (at < lines.length && pattern.test(lines[at] ?? '')) taken.push(lines[at++] ?? '');
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (/^\s*$/.test(line)) at++;
    else if (/^\s*(```|~~~)/.test(line)) {
      at++;
      const code: string[] = [];
      while (at < lines.length && !/^\s*(```|~~~)/.test(lines[at] ?? '')) code.push(lines[at++] ?? '');
      at++;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (heading) {
      at++;
      const level = Math.min(4, (heading[1] ?? '').length) as 1 | 2 | 3 | 4;
      blocks.push({ kind: 'heading', level, inside: parseInline(heading[2] ?? '') });
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      at++;
      blocks.push({ kind: 'rule' });
    } else if (/^\s*>/.test(line)) {
      blocks.push({ kind: 'quote', lines: take(/^\s*>/).map((each) => parseInline(each.replace(/^\s*>\s?/, ''))) });
    } else if (/^\s*([-*+]|\d+[.)])\s+/.test(line)) {
      const ordered = /^\s*\d/.test(line);
      const items = take(/^\s*([-*+]|\d+[.)])\s+/).map((each) =>
        parseInline(each.replace(/^\s*([-*+]|\d+[.)])\s+/, '')),
      );
      blocks.push({ kind: 'list', ordered, items });
    } else if (/\|/.test(line) && /^\s*\|?\s*:?-{2,}/.test(lines[at + 1] ?? '')) {
      const [head = '', , ...rows] = take(/\|/);
      blocks.push({ kind: 'table', head: cells(head), rows: rows.map(cells) });
    } else {
      const paragraph = take(/^(?!\s*$|#{1,6}\s|\s*(```|~~~|>)|\s*([-*+]|\d+[.)])\s+)/);
      // A line no rule takes still has to move on.
      blocks.push({
        kind: 'paragraph',
        lines: (paragraph.length > 0 ? paragraph : [lines[at++] ?? '']).map(parseInline),
      });
    }
  }
  return blocks;
}

function cells(line: string): readonly (readonly Inline[])[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => parseInline(cell.trim()));
}

function withoutTags(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<a\s[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, '[$2]($1)')
    .replace(
      /<h([1-4])\b[^>]*>([\s\S]*?)<\/h\1>/gi,
      (_whole, level: string, inside: string) => `\n${'#'.repeat(Number(level))} ${inside}\n`,
    )
    .replace(/<li\b[^>]*>/gi, '\n- ')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(
      /&(amp|lt|gt|quot|nbsp|#39);/g,
      (_whole, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" })[name] ?? '',
    );
}

const INLINE =
  /(`+)([\s\S]+?)\1|!?\[([^\]]*)\]\(\s*([^\s)]+)(?:\s+"[^"]*")?\s*\)|(\*\*|__)(?=\S)([\s\S]+?)\5|(\*|_)(?=\S)([^*_]+?)\7(?!\w)|(https?:\/\/[^\s<>)]+)/g;

export function parseInline(text: string): readonly Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [whole, , code, label, href, , strong, , em, bare] = match;
    if (code !== undefined) out.push({ kind: 'code', text: code });
    else if (href !== undefined) {
      const safe = safeHref(href);
      out.push(
        safe === undefined
          ? { kind: 'text', text: label ?? '' }
          : { kind: 'link', href: safe, inside: parseInline(label === '' ? href : (label ?? '')) },
      );
    } else if (strong !== undefined) out.push({ kind: 'strong', inside: parseInline(strong) });
    else if (em !== undefined) out.push({ kind: 'em', inside: parseInline(em) });
    else if (bare !== undefined) out.push({ kind: 'link', href: bare, inside: [{ kind: 'text', text: bare }] });
    else out.push({ kind: 'text', text: whole });
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) });
  return out;
}

/** Addresses of http, https and mail, and paths of this origin; `javascript:` and the like are none. */
export function safeHref(href: string): string | undefined {
  return /^(https?:|mailto:|\/|#|\.\/)/i.test(href) ? href : undefined;
}
