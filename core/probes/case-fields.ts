import { LabError } from '../errors.ts';

/** Readers for the fields of a case. Each throws a LabError `bad-case` that names the field and what was expected. */

function bad(sentence: string): LabError {
  return new LabError('bad-case', sentence, 'See `loss-lab gradients --help` for the form of a case.');
}

/** An object with exactly these fields. */
export function fieldObject(
  value: unknown,
  label: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(`${label} must be an object with the fields ${required.join(', ')}.`);
  for (const name of required)
    if (!Object.hasOwn(value, name)) throw bad(`${label === 'case' ? '' : `${label}.`}${name} is missing.`);
  for (const name of Object.keys(value))
    if (!required.includes(name) && !optional.includes(name))
      throw bad(
        `${label} has an unknown field '${name}'; it may have ${[...required, ...optional].join(', ')}.`,
      );
  return value as Record<string, unknown>;
}

function list(value: unknown, label: string): readonly unknown[] {
  if (!Array.isArray(value)) throw bad(`${label} must be a list.`);
  return value;
}

function finite(value: unknown, label: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw bad(`${label} must be a finite number; it is ${shown(value)}.`);
  return value;
}

/** A value as a message can carry it: short, on one line. */
function shown(value: unknown): string {
  // A list in a list, thousands of times, would exhaust the stack of whoever writes it out.
  const text = typeof value === 'object' && value !== null ? 'a list or object' : written(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const written = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');

/** `size` finite numbers; `name` is what the size is called. */
export function vector(value: unknown, label: string, size: number, name: string): Float64Array {
  const values = list(value, label);
  if (values.length !== size) throw bad(`${label} has ${values.length} values; expected ${size} (${name}).`);
  return Float64Array.from(values, (each, i) => finite(each, `${label}[${i}]`));
}

/** A rows × columns matrix as nested lists, row-major. */
export function matrix(
  value: unknown,
  label: string,
  rows: number,
  columns: number,
  names: readonly [string, string],
): Float64Array {
  const list2 = list(value, label);
  if (list2.length !== rows) throw bad(`${label} has ${list2.length} rows; expected ${rows} (${names[0]}).`);
  const flat = new Float64Array(rows * columns);
  list2.forEach((row, i) => flat.set(vector(row, `${label}[${i}]`, columns, names[1]), i * columns));
  return flat;
}

/** At least one index below `below`; exactly `size` where it is given. */
export function indices(value: unknown, label: string, below: number, size?: number): Uint32Array {
  const values = list(value, label);
  if (values.length === 0) throw bad(`${label} must list at least one index.`);
  if (size !== undefined && values.length !== size)
    throw bad(`${label} has ${values.length} indices; expected ${size} (T, as inputs).`);
  return Uint32Array.from(values, (each, i) => {
    if (typeof each !== 'number' || !Number.isInteger(each) || each < 0 || each >= below)
      throw bad(
        `${label}[${i}] must be a whole number from 0 to ${below - 1} (V − 1); it is ${shown(each)}.`,
      );
    return each;
  });
}
