export const en = {
  'editor.format': 'Format the query',
  'editor.run': 'Run',
  'editor.run.keys': 'Run the query (Ctrl-Enter)',
  'editor.problem': 'In the query: {message}',
} as const;
