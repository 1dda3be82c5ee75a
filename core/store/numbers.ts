/** Numbers that JSON has no sign for are spelt out; `double` of the report's schema reads them back. */
export const spelt = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
