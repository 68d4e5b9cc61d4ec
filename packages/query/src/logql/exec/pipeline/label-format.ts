import type { GoMap } from '../../../lang/go-template/index.js';
import type { LabelFormatItem } from '../../syntax/index.js';
import { LineTemplate, labelSnapshot } from './line-template.js';
import type { PipelineLimits } from './pipeline-limits.js';
import type { RunStage } from './stage.js';

/**
 * `| label_format a=b, c="..."`, in order. A rename takes the label from where it was, also when that is its own name,
 * and does nothing where there is none. All templates see the labels as they were at the first of them, or, where
 * there were none, at the first that finds some; one that fails leaves TemplateFormatErr (pkg/logql/log/fmt.go, `LabelsFormatter`).
 */
export function labelFormat(items: readonly LabelFormatItem[], limits: PipelineLimits): RunStage {
  const formats = items.map((item) =>
    item.kind === 'rename' ? item : { ...item, compiled: new LineTemplate('label', item.template) },
  );
  return (state) => {
    const { labels } = state;
    let seen: GoMap | undefined;
    for (const format of formats) {
      if (format.kind === 'rename') {
        const value = labels.get(format.from);
        if (value === undefined) continue;
        labels.set(format.name, value);
        labels.delete(format.from);
        continue;
      }
      if (seen === undefined || seen.isEmpty) seen = labelSnapshot(labels);
      const value = format.compiled.run(state, seen, limits);
      if (value.ok) labels.set(format.name, value.value);
      else labels.setError('TemplateFormatErr', value.error);
    }
    return true;
  };
}

/** The labels that the items read. */
export function labelsOfLabelFormat(items: readonly LabelFormatItem[]): string[] {
  return items.flatMap((item) =>
    item.kind === 'rename' ? [item.from] : new LineTemplate('label', item.template).fieldNames,
  );
}
