import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../core/reports/data/canonical-json.ts';

const textOf = (value: unknown) => [...canonicalJson(value)].join('');

describe('JSON in one fixed form', () => {
  it('leaves out fields that are undefined, wherever they lie', () => {
    expect(textOf({ b: undefined, a: { d: [{ c: undefined }], e: 1 } })).toBe('{"a":{"d":[{}],"e":1}}');
    expect(textOf({ only: undefined })).toBe('{}');
  });

  it('reads back as what JSON.stringify writes', () => {
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(fc.constant(undefined), fc.integer(), fc.string(), fc.array(fc.boolean())),
    );
    fc.assert(
      fc.property(value, (given) => {
        expect(JSON.parse(textOf(given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });
});
