import type { Labels } from '@bongsu/model';

/** Names of labels in JSON, for the lines of one answer: they have few names among them. */
export class LabelNames {
  readonly #texts = new Map<string, string>();
  /** Many lines have the same object of stream labels. */
  readonly #ofStream = new WeakMap<Labels, readonly string[]>();

  /**
   * Labels of a line as one JSON object, sorted by name. What was parsed hides metadata of its name, metadata hides
   * labels. Made as text at once: an object of all labels of every line took most of the time of an answer.
   */
  foldedJson(labels: Labels, metadata: Labels, parsed: Labels): string {
    let ofStream = this.#ofStream.get(labels);
    if (ofStream === undefined) this.#ofStream.set(labels, (ofStream = sortedNames(labels)));
    const ofMetadata = sortedNames(metadata);
    const ofParsed = sortedNames(parsed);
    let json = '';
    for (let s = 0, m = 0, p = 0; ;) {
      let name = ofStream[s];
      if (name === undefined || ofMetadata[m]! < name) name = ofMetadata[m] ?? name;
      if (name === undefined || ofParsed[p]! < name) name = ofParsed[p] ?? name;
      if (name === undefined) return json === '' ? '{}' : `${json}}`;
      let value = '';
      if (name === ofStream[s]) {
        value = labels[name]!;
        s++;
      }
      if (name === ofMetadata[m]) {
        value = metadata[name]!;
        m++;
      }
      if (name === ofParsed[p]) {
        value = parsed[name]!;
        p++;
      }
      json += (json === '' ? '{' : ',') + this.#text(name) + JSON.stringify(value);
    }
  }

  /**
   * Compares such objects of these names as Loki does, by the text of labels, `{a="x", a2="y"}`: the sign behind a name
   * sorts after digits, unlike the quote of JSON.
   */
  order(): (a: string, b: string) => number {
    return this.#isOneAnothersStart() ? byLokisText : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  }

  /** Whether any name is another's beginning and followed by what stands between the two signs. */
  #isOneAnothersStart(): boolean {
    const names = [...this.#texts.values()].map((text) => text.slice(0, -2)).sort();
    return names.some((name, i) => {
      for (let j = i + 1; names[j]?.startsWith(name); j++) {
        if (/^["-=]/.test(names[j]!.slice(name.length))) return true;
      }
      return false;
    });
  }

  #text(name: string): string {
    let text = this.#texts.get(name);
    if (text === undefined) this.#texts.set(name, (text = `${JSON.stringify(name)}:`));
    return text;
  }
}

function sortedNames(labels: Labels): readonly string[] {
  const names = Object.keys(labels);
  for (let i = 1; i < names.length; i++) if (names[i - 1]! > names[i]!) return names.sort();
  return names;
}

function byLokisText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [x, y] = [signAt(a, at), signAt(b, at)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const signAt = (json: string, at: number): string => (json.startsWith('":', at) ? '=' : (json[at] ?? ''));
