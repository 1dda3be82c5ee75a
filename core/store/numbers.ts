/** JSON has no sign for a number that is not finite: it is spelt out; `double` of the report's schema reads it back. */
export const numberOrText = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

/** The same for all numbers of what `JSON.stringify` is given. */
export const spelt = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? numberOrText(value) : value;
