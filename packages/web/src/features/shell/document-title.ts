import { useEffect } from 'react';

/** Names the document while a page shows: `Logs · Bongsu`. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Bongsu`;
  }, [title]);
}
