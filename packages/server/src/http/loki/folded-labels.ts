import type { Labels } from '@bongsu/model';

/** Names of labels in JSON, for the lines of one answer: they have few names among them. */
export class LabelNames {
  readonly #texts = new Map<string, string>();

  /**
   * Labels of a line as one JSON object, sorted by name. What was parsed hides metadata of its name, metadata hides
   * labels. Made as text at once: an object of all labels of every line took most of the time of an answer.
   */
  foldedJson(labels: Labels, metadata: Labels, parsed: Labels): string {
    const names = [...Object.keys(labels), ...Object.keys(metadata), ...Object.keys(parsed)].sort();
    let json = '';
    let last: string | undefined;
    for (const name of names) {
      if (name === last) continue;
      last = name;
      const value = own(parsed, name) ?? own(metadata, name) ?? own(labels, name)!;
      json += (json === '' ? '{' : ',') + this.#text(name) + JSON.stringify(value);
    }
    return json === '' ? '{}' : `${json}}`;
  }

  #text(name: string): string {
    let text = this.#texts.get(name);
    if (text === undefined) this.#texts.set(name, (text = `${JSON.stringify(name)}:`));
    return text;
  }
}

/** An own property; what a prototype has is no text. */
function own(labels: Labels, name: string): string | undefined {
  const value: unknown = labels[name];
  return typeof value === 'string' ? value : undefined;
}
