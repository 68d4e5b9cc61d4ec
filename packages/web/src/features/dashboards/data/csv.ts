import { plainText } from '../fields/plain-text.js';
import { rowCount, type Frame } from './frame.js';
import { seriesName } from './legend.js';

/** Frames as CSV (RFC 4180), one below the other; times as ISO 8601. */
export function framesToCsv(frames: readonly Frame[]): string {
  return frames
    .map((frame) => {
      const head = frame.fields.map(
        (field) => field.displayName ?? (field.labels ? seriesName(field.labels) || field.name : field.name),
      );
      const rows = Array.from({ length: rowCount(frame) }, (_, row) =>
        frame.fields.map(({ type, values }) => {
          const value = values[row];
          return type === 'time' && typeof value === 'number' ? new Date(value).toISOString() : plainText(value);
        }),
      );
      return [head, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n');
    })
    .join('\r\n\r\n');
}

function cell(text: string): string {
  // A cell that starts like a formula would be one in a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a text to the browser as a file. */
export function downloadText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[\\/:*?"<>|]+/g, '-');
  link.click();
  URL.revokeObjectURL(url);
}
