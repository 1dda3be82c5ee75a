import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { labMethods } from '../../../core/contract/lab-api.ts';

const moment = { kind: 'run', armId: 'a', seed: 1, step: null };
const drawn = { kind: 'drawn', prompt: '学', characters: 1000, sampleSeed: 2 ** 32 - 1 };
const question = { arms: [moment], text: drawn, temperature: 0, top: 20 };
const takes = (change: object) => v.is(labMethods.duel.argument, { ...question, ...change });

describe('a duel over the contract', () => {
  it.each([
    [{}],
    [
      {
        arms: [
          { kind: 'fresh', armId: 'a', seed: 0 },
          { ...moment, step: 20 },
        ],
      },
    ],
    [{ text: { kind: 'given', text: 'a'.repeat(1001) } }],
    [{ text: { kind: 'held-out', start: 0, characters: 1 } }],
    [{ temperature: 1e300 }],
  ])('takes %j', (change) => expect(takes(change)).toBe(true));

  it.each([
    [{ arms: [] }],
    [{ arms: new Array(65).fill(moment) }],
    [{ arms: [{ ...moment, step: -1 }] }],
    [{ text: { ...drawn, characters: 1001 } }],
    [{ text: { ...drawn, characters: 0 } }],
    [{ text: { ...drawn, characters: 1.5 } }],
    [{ text: { ...drawn, prompt: 'a'.repeat(4001) } }],
    [{ text: { ...drawn, sampleSeed: 2 ** 32 } }],
    [{ text: { kind: 'given', text: 'a'.repeat(1002) } }],
    [{ text: { kind: 'held-out', start: -1, characters: 5 } }],
    [{ text: { kind: 'other', text: 'ab' } }],
    [{ temperature: -0.1 }],
    [{ temperature: NaN }],
    [{ temperature: Infinity }],
    [{ temperature: '1' }],
    [{ top: 0 }],
    [{ top: 21 }],
    [{ more: 1 }],
  ])('refuses %j', (change) => expect(takes(change)).toBe(false));
});
