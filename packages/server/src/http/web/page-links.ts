/**
 * What `vite build` writes to `pages.json`: for each page, by its path as the router has it (`/services/$name`), the
 * scripts and styles that it needs beyond those of every page.
 */
export type PageFiles = Readonly<Record<string, readonly string[]>>;

/**
 * The `<link>` elements that let a browser fetch the files of a page along with the first script, which would otherwise
 * have to run before it could ask for them.
 * @param path of a URL as it was asked for, percent-encoded, without its query.
 */
export function pageLinks(pages: PageFiles, path: string): string {
  const asked = segments(path);
  const route = Object.keys(pages).find((one) => {
    const own = segments(one);
    return own.length === asked.length && own.every((segment, i) => segment.startsWith('$') || segment === asked[i]);
  });
  return (pages[route ?? ''] ?? []).map(link).join('');
}

const segments = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

// The attributes are those that the script would give the same file: else it were fetched twice.
const link = (file: string): string =>
  file.endsWith('.css')
    ? `<link rel="stylesheet" crossorigin href="./${file}">`
    : `<link rel="modulepreload" crossorigin href="./${file}">`;
