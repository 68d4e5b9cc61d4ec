export const en = {
  'service.logs': 'Logs',
  'service.red': 'Requests',
  'service.traces': 'Recent traces',
  'service.operations': 'Operations',
  'service.operations.none': 'No spans of {name} in this range, so there are no operations to count.',
  'service.operations.more': 'The {n} busiest of {all}.',
  'service.operation.close': 'Close the charts of {name}',
  'service.operation.traces': 'Traces',
} as const;
