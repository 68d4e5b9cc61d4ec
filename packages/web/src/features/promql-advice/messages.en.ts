export const en = {
  'advice.by-after-function': 'A grouping belongs to an aggregation, not to a function. Probably meant:',
  'advice.by-after-expression': 'A grouping belongs to an aggregation, not to a calculation. Probably meant:',
  'advice.single-equals': 'A comparison is written with two equals signs:',
  'advice.unclosed': 'A bracket or quote is not closed:',
  'advice.needs-range': 'This function needs a window of time:',
  'advice.needs-function': 'A window of time needs a function that makes values of it:',
  'advice.unquoted-value': 'The value of a label stands in quotes:',
  'advice.bare-grouping': 'Labels of a grouping stand in brackets:',
  'advice.unknown-function': 'There is no such function. Probably meant:',
  'advice.template': 'The query holds a variable that nothing fills in here.',
  'advice.use': 'Use this query',
} as const;
