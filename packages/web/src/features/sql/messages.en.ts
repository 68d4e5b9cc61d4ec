export const en = {
  'sql.statement': 'SQL statement',
  'sql.run': 'Run',
  'sql.readonly': 'Read-only ClickHouse SQL over the tables of the store',
  'sql.schema': 'Tables',
  'sql.order': 'Sorted by {keys}',
  'sql.insert': 'Put {name} into the statement',
  'sql.start': 'Ask the store directly',
  'sql.result': 'Result',
  'sql.rows': '{n} {n|row|rows}',
  'sql.cost': '{time}, {rows} rows and {bytes} read',
  'sql.truncated': 'Only the first {n} are shown: add a LIMIT or a condition.',
  'sql.empty': 'The statement gives no rows.',
} as const;
