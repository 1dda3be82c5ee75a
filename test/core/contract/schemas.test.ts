import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { argumentSchemas } from '../../../core/contract/schemas.ts';

describe('arguments', () => {
  it('have room for the files of a long training: 20 runs of 100 000 steps are 600 MB of curves', () => {
    const bytes = Object.defineProperty(new Uint8Array(0), 'byteLength', { value: 600e6 });
    const files = [{ name: 'curves.csv', mediaType: 'text/csv', bytes }];
    expect(v.is(argumentSchemas.saveFiles, { files })).toBe(true);
    const json = ' '.repeat(240e6);
    expect(v.is(argumentSchemas.openExperiment, { json })).toBe(true);
  });
});
