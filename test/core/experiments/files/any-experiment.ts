import fc from 'fast-check';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import { defaultExperiment, newArms } from '../../../../core/experiments/default-experiment.ts';
import { parseExperiment } from '../../../../core/experiments/files/parse-experiment.ts';
import { usualPlan } from '../../../../core/experiments/plan/plan.ts';
import { withoutEmpty } from '../../../../core/experiments/plan/declared.ts';
import { optimizers } from '../../../../core/optimizers/registry.ts';
import { outputLayers } from '../../../../core/outputs/registry.ts';
import { yardsticks } from '../../../../core/yardsticks/registry.ts';

const layerIds = outputLayers.map(({ id }) => id);
const yardstick = fc.constantFrom(...yardsticks.map(({ id }) => id));
const rate = fc.double({ min: 1e-6, max: 100, noNaN: true }).filter((value) => value > 0);
const share = fc.double({ min: 0.001, max: 0.45, noNaN: true });
const tuningShare = fc.double({ min: 0, max: 0.45, noNaN: true });
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom("it's", '-x', '"a" $b `c` \\d', '--json', '唐詩', 'a\nb', '', '#experiment=x'),
);

const clipping = fc.oneof(
  fc.record({ kind: fc.constant('norm' as const), threshold: rate }),
  fc.record({ kind: fc.constant('value' as const), threshold: rate }),
  fc.constant({ kind: 'off' as const }),
);

const corpus: fc.Arbitrary<Experiment['corpus']> = fc.oneof(
  fc.record({
    kind: fc.constant('builtin' as const),
    id: fc.constantFrom('reber', 'anbn', 'period'),
    seed: fc.nat(2 ** 32 - 1),
    characters: fc.integer({ min: 2, max: 50_000_000 }),
    split: fc.record({
      split: fc.constantFrom('end' as const, 'blocks' as const),
      heldOutShare: share,
      tuningShare,
    }),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    name,
    sha256: hash,
    heldOut: fc.constant(null),
    options: fc.record({
      encoding: fc.constantFrom(null, 'utf-8', 'gb18030'),
      normaliseLineEnds: fc.boolean(),
      minimumCount: fc.integer({ min: 1, max: 1000 }),
      split: fc.constantFrom('end' as const, 'blocks' as const),
      heldOutShare: share,
      tuningShare,
    }),
  }),
);

const stopping = fc.record({
  target: fc.option(fc.record({ yardstick, value: fc.double({ min: -9, max: 9, noNaN: true }) })),
  plateau: fc.option(
    fc.record({
      yardstick,
      evaluations: fc.integer({ min: 1, max: 99 }),
      tolerance: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  ),
  budget: fc.option(
    fc.record({
      unit: fc.constantFrom('steps' as const, 'characters' as const),
      limit: fc.option(fc.integer({ min: 1, max: 1e9 })),
    }),
  ),
});

/**
 * Experiments of many kinds: those that a command line can say, and some that it cannot (arms of one layer, seeds that
 * do not follow each other, settings of an optimiser, other ids).
 */
export const anyExperiment: fc.Arbitrary<Experiment> = fc
  .record({
    name,
    question: name,
    corpus,
    precision: fc.constantFrom('float32' as const, 'float64' as const),
    model: fc.record({
      hidden: fc.integer({ min: 1, max: 8192 }),
      length: fc.integer({ min: 1, max: 10000 }),
      batch: fc.integer({ min: 1, max: 4096 }),
      biases: fc.boolean(),
      initial: fc.constantFrom('uniform' as const, 'normal' as const),
      outputBias: fc.constantFrom('zero' as const, 'uniform-output' as const),
      initialScale: fc.record({ Wxh: rate, Whh: rate, Why: rate }),
    }),
    optimizer: fc.constantFrom(...optimizers.map(({ id }) => ({ id, settings: {} }))),
    clipping,
    layers: fc.subarray(layerIds, { minLength: 1 }),
    rates: fc.array(rate, { minLength: 8, maxLength: 8 }),
    oneRate: fc.boolean(),
    clamp: fc.double({ min: 1e-9, max: 0.49, noNaN: true }),
    seeds: fc.integer({ min: 1, max: 12 }),
    first: fc.nat(2 ** 32 - 100),
    steps: fc.integer({ min: 1, max: 100_000_000 }),
    every: fc.integer({ min: 1, max: 100_000 }),
    characters: fc.integer({ min: 1, max: 1_000_000_000 }),
    stopping,
    ownBudgets: fc.boolean(),
    primary: yardstick,
    smallest: fc.option(fc.record({ brier: tuningShare, accuracy: tuningShare }, { requiredKeys: [] })),
    untilDecided: fc.option(fc.integer({ min: 2, max: 100 })),
    oddity: fc.constantFrom(
      ...([
        'none',
        'none',
        'none',
        'none',
        'twice',
        'seeds',
        'ids',
        'zero',
        'unplanned',
        'additions',
      ] as const),
    ),
  })
  .map((drawn): Experiment => {
    const { every, characters, first, oddity, rates } = drawn;
    const named = oddity === 'twice' ? [...drawn.layers, drawn.layers[0]] : drawn.layers;
    const arms = newArms(named, rates[0], undefined, drawn.clamp).map((arm, i) => ({
      ...arm,
      ...(oddity === 'ids' && { id: `arm-${i}` }),
      rate: drawn.oneRate ? rates[0] : rates[i % rates.length],
    }));
    const seeds = Array.from({ length: drawn.seeds }, (_, i) => first + (oddity === 'seeds' ? 2 * i : i));
    const { budget, ...rules } = drawn.stopping;
    const own = drawn.ownBudgets ? arms.slice(0, 2).map(({ id }, i) => ({ armId: id, limit: 10 + i })) : [];
    const limited = budget && (budget.limit !== null || own.length > 0) ? { ...budget, arms: own } : null;
    const smallest = Object.keys(drawn.smallest ?? {}).length > 0 ? drawn.smallest : null;
    return parseExperiment(
      JSON.parse(
        JSON.stringify({
          ...defaultExperiment(),
          ...{ name: drawn.name, question: drawn.question, corpus: drawn.corpus, model: drawn.model },
          ...{ precision: drawn.precision, optimizer: drawn.optimizer, clipping: drawn.clipping },
          ...{ arms, seeds, steps: drawn.steps },
          evaluation: { every, characters, start: oddity === 'zero' ? 'zero' : 'carried' },
          stopping: withoutEmpty({ ...rules, budget: limited }),
          plan:
            oddity === 'unplanned'
              ? null
              : {
                  ...usualPlan(drawn.seeds),
                  yardstick: drawn.primary,
                  smallest,
                  untilDecided: drawn.untilDecided,
                },
          additions: oddity === 'additions' ? [{ by: 'hand', after: 1, added: 1, givenUp: 0 }] : [],
        }),
      ),
    );
  });
