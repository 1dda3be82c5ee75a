import { expect, it } from 'vitest';
import { newArms } from '../../core/experiments/default-experiment.ts';
import { adagrad } from '../../core/optimizers/adagrad.ts';
import { adam } from '../../core/optimizers/adam.ts';
import { sgd } from '../../core/optimizers/sgd.ts';
import { underOptimizer } from '../../renderer/state/lab/optimizer-rates.ts';

const layers = ['softmax-cross-entropy', 'sigmoid-quadratic', 'linear-quadratic'];
const armsAt = (...rates: number[]) => newArms(layers, NaN, new Map(layers.map((id, i) => [id, rates[i]])));

it('says of every rate that was set that it stays, also of one that is usual with the optimiser before', () => {
  expect(underOptimizer({ arms: armsAt(0.1, 0.1, 0.1), search: null }, adagrad, adam)).toMatch(
    /^η = 0\.1 stays as it was set; 0\.002 is usual with Adam\./,
  );
  expect(underOptimizer({ arms: armsAt(0.1, 0.03, 0.1), search: null }, adagrad, adam)).toMatch(
    /^η = 0\.1, 0\.03 stays/,
  );
});

it('has nothing to say where rates are looked for, or nothing changes', () => {
  expect(underOptimizer({ arms: armsAt(0.1, 0.03, 0.1), search: 'quick' }, adagrad, adam)).toBe('');
  expect(underOptimizer({ arms: armsAt(0.1, 0.1, 0.1), search: null }, adagrad, sgd)).toBe('');
});
