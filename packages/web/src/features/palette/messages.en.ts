export const en = {
  'palette.open': 'Find anything',
  'palette.find': 'Find a page, a service, a query, an action',
  'palette.none': 'Nothing has these words.',
  'palette.pages': 'Pages',
  'palette.services': 'Services',
  'palette.actions': 'Actions',
  'palette.nocopy': 'The browser does not let this page copy.',
} as const;
