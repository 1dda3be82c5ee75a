/**
 * Values between the page and the program as JSON text: what a structured clone keeps, as far as the lab uses it.
 * These functions also run in the page, so each stands on its own beside `toBase64` and `fromBase64`.
 */
export function toWire(value, toBase64) {
  const mark = (kind, content) => ({ $: kind, v: content });
  const plain = (item) => {
    if (item === undefined) return mark('undefined');
    if (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0)))
      return mark('number', Object.is(item, -0) ? '-0' : String(item));
    if (typeof item === 'function' || typeof item === 'symbol')
      throw new Error(`${String(item)} could not be cloned.`);
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map(plain);
    if (ArrayBuffer.isView(item)) {
      // Electron's ports refuse shared memory; a double that is kinder would hide it.
      if (!(item.buffer instanceof ArrayBuffer)) throw new Error('#<SharedArrayBuffer> could not be cloned.');
      const bytes = new Uint8Array(item.buffer, item.byteOffset, item.byteLength);
      const name = Object.prototype.toString.call(item).slice(8, -1);
      return mark(name, toBase64(bytes));
    }
    const entries = Object.entries(item).map(([key, inner]) => [key, plain(inner)]);
    const copy = Object.fromEntries(entries);
    return '$' in item ? mark('object', copy) : copy;
  };
  return JSON.stringify(plain(value));
}

export function fromWire(text, fromBase64) {
  const rich = (item) => {
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map(rich);
    if (!('$' in item))
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, rich(inner)]));
    const { $: kind, v: content } = item;
    if (kind === 'undefined') return undefined;
    if (kind === 'number') return Number(content);
    if (kind === 'object')
      return Object.fromEntries(Object.entries(content).map(([key, inner]) => [key, rich(inner)]));
    const bytes = fromBase64(content);
    return kind === 'Uint8Array' ? bytes : new globalThis[kind](bytes.buffer);
  };
  return rich(JSON.parse(text));
}

export const toBase64 = (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

export const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));
