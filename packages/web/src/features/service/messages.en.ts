export const en = {
  'service.logs': 'Logs',
  'service.red': 'Requests',
  'service.traces': 'Recent traces',
} as const;
