import { describe, expect, it } from 'vitest';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { Trainer } from '../../../core/lab/training/trainer.ts';
import type { Engine } from '../../../core/network/engine.ts';
import { engine } from '../../../core/network/engines.ts';
import { formula } from '../formulas/definitions.ts';
import { quickExperiment, smallCorpus } from './lab-fixtures.ts';

const never = () => false;

/** Defined only while every output is above 0, which small first weights do not see to. */
const own = formulaLayer(formula('linear', '(t-y)^2/2 - (1-t)*log(y + 0.001)'));
/** The same with a step that has no kernel. */
const rare = formulaLayer(formula('linear', '(t-y)^2/2 - (1-t)*log(y + 0.001) + 0*V + cosh(y)/1000'));

describe('a loss that is not defined where the weights are', () => {
  it.each([
    ['float64', own],
    ['float32', own],
    ['float32', rare],
  ] as const)('ends its run as diverged, in %s', (precision, layer) => {
    const base = engine(precision);
    const withOwn: Engine = {
      id: base.id,
      label: base.label,
      create: (spec, threads) => base.create({ ...spec, layer }, threads),
    };
    const { indices, vocabulary, parts } = smallCorpus();
    const text = { indices, vocabulary, parts };
    const experiment = quickExperiment({ precision });
    const trainer = new Trainer(experiment, experiment.arms[0], 1, text, withOwn, () => 0);
    const did = [];
    while (!trainer.ended) did.push(trainer.advance(never));
    expect(trainer.status).toBe('diverged');
    expect(did).toContainEqual({
      kind: 'diverged',
      divergence: { step: 1, where: 'loss', rate: experiment.arms[0].rate },
    });
  });
});
