import { type Field, type Frame } from '../data/frame.js';

/** A frame whose labels stand in columns of their own, before its value; its value then has its plain name. */
export function withLabelColumns(frame: Frame): Frame {
  const labelled = frame.fields.find((field) => field.labels && Object.keys(field.labels).length > 0);
  if (!labelled?.labels) return frame;
  const length = labelled.values.length;
  const columns = Object.entries(labelled.labels).map(([name, value]): Field => ({
    name,
    type: 'string',
    values: Array.from({ length }, () => value),
  }));
  return {
    ...frame,
    fields: frame.fields.flatMap((field): readonly Field[] => {
      if (field !== labelled) return [field];
      const { labels: _labels, displayName: _displayName, ...bare } = field;
      return [...columns, bare];
    }),
  };
}
