export const en = {
  'traces.empty': 'No traces of {name} in this range.',
  'traces.unknown': 'root not received yet',
  'traces.errors': '{n} {n|error|errors}',
  'traces.spans': '{n} {n|span|spans}',
} as const;
