/** A label name from a path, where `U__` stands before an escaped UTF-8 name: `__` is `_`, `_e9_` a code point. */
export function unescapeLabelName(name: string): string | undefined {
  if (!name.startsWith('U__')) return name === '' ? undefined : name;
  let text = '';
  const part = /__|_([0-9a-fA-F]{1,6})_|([a-zA-Z0-9:]+)/y;
  part.lastIndex = 3;
  while (part.lastIndex < name.length) {
    const found = part.exec(name);
    if (found === null) return undefined;
    const [all, hex, plain] = found;
    if (hex !== undefined) {
      const point = Number.parseInt(hex, 16);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
      text += String.fromCodePoint(point);
    } else text += all === '__' ? '_' : plain!;
  }
  return text === '' ? undefined : text;
}
