export const en = {
  'progress.label': 'Queries are running',
  'progress.elapsed': '{seconds} s',
  'progress.cancel': 'Cancel',
  'progress.cancelled': 'The query was cancelled.',
  'progress.again': 'Run it again',
} as const;
