export const en = {
  'keys.filter': 'Focus the filter',
  'keys.help': 'Show these keys',
  'keys.close': 'Close, or leave the filter',
  'keys.rows': 'Next and previous row',
  'keys.open': 'Open the row',
  'keys.trace': 'Open the trace of the focused line',
  'keys.live': 'Live on or off',
  'keys.fold': 'Collapse or expand the focused span',
  'keys.error': 'Next span with an error',
} as const;
