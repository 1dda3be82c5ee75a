import { describe, expect, it } from 'vitest';
import { isRefused, oddTexts } from '../../odd-texts.ts';
import { read } from './reading.ts';

/** Cuts bytes into pieces of this size. */
function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const result = [];
  for (let at = 0; at < bytes.length; at += size) result.push(bytes.subarray(at, at + size));
  return result;
}

describe.each(oddTexts)('$name', ({ bytes, outcome }) => {
  it.each([1 << 20, 7])('in pieces of %i bytes', async (size) => {
    const small = bytes!.length > 100_000 && size < 100 ? 4099 : size;
    const reading = read(pieces(bytes!, small));
    if (isRefused(outcome)) {
      await expect(reading).rejects.toMatchObject({
        code: outcome.code,
        message: expect.stringMatching(outcome.message),
        next: expect.stringMatching(/./),
      });
      return;
    }
    const { summary, indices, vocabulary } = await reading;
    const { encoding, characters, distinct } = summary;
    expect({ encoding, characters, distinct }).toEqual({
      encoding: outcome.encoding,
      characters: outcome.characters,
      distinct: outcome.distinct,
    });
    expect(indices).toHaveLength(characters);
    expect(vocabulary).toHaveLength(distinct);
    for (const warning of outcome.warnings ?? [])
      expect(summary.warnings).toContainEqual(expect.stringMatching(warning));
  });
});

it('there are more than forty of them', () => {
  expect(oddTexts.length).toBeGreaterThan(40);
});
