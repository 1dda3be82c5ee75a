/** Strings, brackets and the signs between them; everything else in JSON is of no interest here. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]/gs;

/**
 * JSON.parse, but an object may not name a key twice: JSON.parse keeps the last in silence, other readers the first.
 * @throws SyntaxError
 */
export function parseUnique(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // The text is valid JSON by now, so a string before a colon is a key and brackets match.
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const [part] of text.matchAll(token)) {
    if (part === '{') open.push(new Set());
    else if (part === '[') open.push(null);
    else if (part === '}' || part === ']') open.pop();
    else if (part === ':') {
      const key = JSON.parse(last) as string;
      const keys = open.at(-1)!;
      if (keys?.has(key)) throw new SyntaxError(`the key ${JSON.stringify(key)} appears twice`);
      keys?.add(key);
    }
    last = part;
  }
  return value;
}
