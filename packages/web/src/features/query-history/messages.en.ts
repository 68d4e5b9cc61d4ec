export const en = {
  'queries.menu': 'Recent and saved queries',
  'queries.recent': 'Recent',
  'queries.saved': 'Saved',
  'queries.none': 'Queries that you run are listed here.',
  'queries.clear': 'Clear',
  'queries.name': 'Name for this query',
  'queries.save': 'Save',
  'queries.forget': 'Delete “{name}”',
} as const;
