export const en = {
  'editor.format': 'Format the query',
  'editor.run': 'Run',
  'editor.run.keys': 'Run the query (Ctrl-Enter)',
  'editor.refused': 'This query cannot be read. Below the editor stands why, and the place is marked.',
  'editor.problem': 'In the query: {message}',
} as const;
