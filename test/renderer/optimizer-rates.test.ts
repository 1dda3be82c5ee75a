import { expect, it } from 'vitest';
import { newArms } from '../../core/experiments/default-experiment.ts';
import { adagrad } from '../../core/optimizers/adagrad.ts';
import { adam } from '../../core/optimizers/adam.ts';
import { sgd } from '../../core/optimizers/sgd.ts';
import { underOptimizer } from '../../renderer/state/optimizer-rates.ts';

const layers = ['softmax-cross-entropy', 'sigmoid-quadratic', 'linear-quadratic'];
const armsAt = (...rates: number[]) => newArms(layers, NaN, new Map(layers.map((id, i) => [id, rates[i]])));
const ratesOf = (arms: readonly { readonly rate: number }[]) => arms.map(({ rate }) => rate);

it('gives arms at the usual rate the usual one of the next optimiser, and says so', () => {
  const { arms, words } = underOptimizer(armsAt(0.1, 0.1, 0.1), adagrad, adam);
  expect(ratesOf(arms)).toEqual([0.002, 0.002, 0.002]);
  expect(words).toBe('η is now 0.002, usual with Adam, where it was 0.1.');
});

it('keeps every rate that was set, and says that too', () => {
  const some = underOptimizer(armsAt(0.1, 0.03, 0.1), adagrad, adam);
  expect(ratesOf(some.arms)).toEqual([0.002, 0.03, 0.002]);
  expect(some.words).toMatch(/^η is now 0.002, .* η = 0.03 was set and stays\. It means another size/);
  const all = underOptimizer(armsAt(0.3, 0.03, 0.03), adagrad, adam);
  expect(ratesOf(all.arms)).toEqual([0.3, 0.03, 0.03]);
  expect(all.words).toMatch(/^η = 0.3, 0.03 was set and stays; 0.002 is usual with Adam\./);
});

it('has nothing to say where nothing changes', () => {
  const { arms, words } = underOptimizer(armsAt(0.1, 0.1, 0.1), adagrad, sgd);
  expect(ratesOf(arms)).toEqual([0.1, 0.1, 0.1]);
  expect(words).toBe('');
});
