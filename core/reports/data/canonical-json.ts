import { LabError } from '../../errors.ts';

/** Deeper than any file of ours; a file of a thousand levels would exhaust the stack of whoever walks it. */
const deepest = 16;
const chunk = 4096;

/**
 * A number as JSON: the shortest digits that read back to the same double. JSON has no NaN and no infinities: they
 * are strings. −0 keeps its sign.
 */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}

const isPlain = (value: number) => Number.isFinite(value) && !Object.is(value, -0);

/** A typed array in pieces: a million steps never become one string of their own. */
function* numbers(values: Float64Array | Uint8Array): Generator<string> {
  yield '[';
  for (let from = 0; from < values.length; from += chunk) {
    const part = values.subarray(from, from + chunk);
    const text = part.every(isPlain) ? part.join(',') : Array.from(part, numberText).join(',');
    yield from === 0 ? text : `,${text}`;
  }
  yield ']';
}

/**
 * Plain data as JSON in one fixed form, in pieces: no white space, keys in the order of their UTF-16 units, numbers
 * as above, fields that are undefined left out. The same data have the same text, so a hash over it means something (as
 * in RFC 8785, but −0 stays).
 * @throws LabError `file-not-read` when the data are nested too deeply
 */
export function* canonicalJson(value: unknown, depth = 0): Generator<string> {
  if (depth > deepest) throw tooDeep();
  if (typeof value === 'number') yield numberText(value);
  else if (value instanceof Float64Array || value instanceof Uint8Array) yield* numbers(value);
  else if (Array.isArray(value)) {
    // Series come back from a file as plain lists; their numbers are gathered, for one piece each would take long.
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      if (i > 0) text += ',';
      const item: unknown = value[i];
      if (typeof item === 'number') text += numberText(item);
      else {
        yield text;
        text = '';
        yield* canonicalJson(item, depth + 1);
      }
      if (text.length < 65_536) continue;
      yield text;
      text = '';
    }
    yield `${text}]`;
  } else if (typeof value === 'object' && value !== null) {
    yield '{';
    let separator = '';
    for (const key of Object.keys(value).sort()) {
      const field = (value as Record<string, unknown>)[key];
      if (field === undefined) continue;
      yield `${separator}${JSON.stringify(key)}:`;
      yield* canonicalJson(field, depth + 1);
      separator = ',';
    }
    yield '}';
  } else yield JSON.stringify(value);
}

function tooDeep(): LabError {
  return new LabError(
    'file-not-read',
    `This file is nested more than ${deepest} levels deep; no report is.`,
    'Open a report that the lab has saved.',
  );
}

/**
 * Refuses parsed JSON that no report can be, before anything looks into it.
 * @throws LabError `file-not-read` for deep nesting and for `__proto__` as a key
 */
export function checkShape(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest) throw tooDeep();
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') checkShape(item, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    if (key === '__proto__')
      throw new LabError(
        'file-not-read',
        "This file has a field named '__proto__'; no report has.",
        'Open a report that the lab has saved.',
      );
    checkShape((value as Record<string, unknown>)[key], depth + 1);
  }
}
