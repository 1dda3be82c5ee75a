import { describe, expect, it } from 'vitest';
import { nameClash } from '../../../core/outputs/name-clash.ts';

const focal = {
  label: 'softmax + focal',
  activation: 'softmax',
  loss: '-(1 - target(y))^γ * log(target(y))',
};
const among = {
  builtIn: [{ label: 'softmax + cross-entropy' }],
  published: [focal],
  own: [{ label: 'Mine' }],
};
const mine = { label: 'mine too', activation: 'softmax', loss: '-log(target(y))' };

describe('the name of a loss of one’s own', () => {
  it.each([
    ['softmax + cross-entropy', 'builtIn'],
    [' Softmax  +  Cross-Entropy ', 'builtIn'],
    ['ｓoftmax + cross-entropy', 'builtIn'],
    ['softmax + focal', 'published'],
    ['MINE', 'own'],
    ['mine too', null],
  ])('%j is taken by: %s', (label, whose) => expect(nameClash({ ...mine, label }, among)).toBe(whose));

  it('may be that of the published loss that it is', () => expect(nameClash(focal, among)).toBeNull());
});
