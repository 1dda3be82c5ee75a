import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../core/errors.ts';
import { defaultExperiment, newArms } from '../../../../core/experiments/default-experiment.ts';
import { ratePolicy } from '../../../../core/experiments/rates/rate-policy.ts';
import { defaultEvaluation } from '../../../../core/experiments/plan/evaluation-plan.ts';
import { parseExperiment } from '../../../../core/experiments/files/parse-experiment.ts';
import { checkMemory, mostKept, runBytes } from '../../../../core/experiments/memory.ts';

const good = () => JSON.parse(JSON.stringify(defaultExperiment())) as Record<string, never>;

/** The default experiment with one field, named as in a message, set to something else (or taken away). */
function changed(field: string, value: unknown): unknown {
  const experiment = good() as Record<string, unknown>;
  const keys = field.split(/[.[\]]+/).filter(Boolean);
  let at = experiment;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = keys.at(-1);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return experiment;
}

describe('parseExperiment', () => {
  it('takes the default experiment through JSON and back unchanged', () => {
    expect(parseExperiment(good())).toEqual(defaultExperiment());
  });

  it.each<[string, unknown]>([
    ['format', 'something'],
    ['version', 2],
    ['name', 7],
    ['name', 'x'.repeat(501)],
    ['corpus', null],
    ['corpus.kind', 'path'],
    ['corpus.characters', 0],
    ['corpus.seed', -1],
    ['precision', 'float16'],
    ['model', undefined],
    ['model.hidden', 0],
    ['model.hidden', 1.5],
    ['model.hidden', 'many'],
    ['model.length', 0],
    ['model.batch', 1e9],
    ['model.biases', 'yes'],
    ['model.initial', 'xavier'],
    ['model.initialScale', 2],
    ['model.initialScale.Whh', 0],
    ['model.initialScale.Whh', -1],
    ['model.initialScale.Why', 1001],
    ['model.initialScale.Why', undefined],
    ['model.initialScale.bh', 1],
    ['optimizer.settings.momentum', 0.9],
    ['clipping.threshold', 0],
    ['clipping.threshold', Infinity],
    ['arms', []],
    ['arms', {}],
    ['arms[1].rate', 0],
    ['arms[1].rate', NaN],
    ['arms[1].rate', -0.1],
    ['arms[1].id', 'a b'],
    ['arms[1].id', 'linear-quadratic'],
    ['arms[0].clamp', 0.1],
    ['seeds', []],
    ['seeds', [1, 1]],
    ['seeds[0]', 0.5],
    ['steps', 0],
    ['evaluation.every', 0],
    ['evaluation.characters', -5],
    ['evaluation.start', 'random'],
    ['extra', 1],
  ])('refuses %s = %j and names the field', (field, value) => {
    expect(() => parseExperiment(changed(field, value))).toThrow(
      expect.objectContaining({
        name: 'LabError',
        code: 'bad-experiment',
        message: expect.stringContaining(field.replace(/\[0\]$|\.kind$/, '').replace('seeds[0]', 'seeds')),
      }) as LabError,
    );
  });

  it('says which layers there are when one is unknown', () => {
    expect(() => parseExperiment(changed('arms[0].layer', 'hinge'))).toThrow(
      /No output layer 'hinge'\. There are: .*softmax-cross-entropy/,
    );
  });

  it('asks for a clamp where the loss is undefined outside (0, 1)', () => {
    const arm = { id: 'ill', layer: 'linear-cross-entropy', rate: 0.1, clamp: null };
    expect(() => parseExperiment(changed('arms[0]', arm))).toThrow(/arms\[0\]\.clamp: .*clamp/);
    expect(() => parseExperiment(changed('arms[0]', { ...arm, clamp: 0.001 }))).not.toThrow();
  });

  it('never throws anything but a LabError, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(good())), (value, key) => {
        for (const attempt of [value, { ...good(), [key]: value }]) {
          try {
            parseExperiment(attempt);
          } catch (error) {
            expect(error).toBeInstanceOf(LabError);
          }
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe('arms', () => {
  it('get ids that differ when a layer stands in the list twice', () => {
    const ids = newArms(['softmax-quadratic', 'softmax-quadratic', 'softmax-quadratic'], 0.1).map(
      (arm) => arm.id,
    );
    expect(ids).toEqual(['softmax-quadratic', 'softmax-quadratic-2', 'softmax-quadratic-3']);
  });

  it('name their learning-rate policy', () => {
    const experiment = defaultExperiment();
    expect(ratePolicy(experiment)).toBe('same');
    const [first, ...rest] = experiment.arms;
    expect(ratePolicy({ ...experiment, arms: [{ ...first, rate: 0.2 }, ...rest] })).toBe('set per arm');
  });
});

describe('the evaluation plan', () => {
  it('evaluates about 30 times, on 500 to 20 000 characters', () => {
    const model = { length: 25, batch: 16 };
    expect(defaultEvaluation(3000, model)).toEqual({ every: 100, characters: 20_000, start: 'carried' });
    expect(defaultEvaluation(1, model)).toEqual({ every: 1, characters: 500, start: 'carried' });
    // 0.75 · 600 · 400 / 31 = 5 806 characters, rounded to hundreds.
    expect(defaultEvaluation(600, model)).toEqual({ every: 20, characters: 5800, start: 'carried' });
  });
});

describe('where reading starts', () => {
  it('is kept, and is h = 0 in files from before there was a choice', () => {
    expect(parseExperiment(defaultExperiment()).evaluation.start).toBe('carried');
    expect(parseExperiment(changed('evaluation.start', 'zero')).evaluation.start).toBe('zero');
    expect(parseExperiment(changed('evaluation.start', undefined)).evaluation.start).toBe('zero');
  });
});

describe('memory', () => {
  /** 25 bytes a step; every tenth has 15 numbers of its gradient and 5 of its batch. */
  const records = (steps: number) => steps * 25 + Math.ceil(steps / 10) * 20 * 8;

  it('counts parameters, gradients of two steps, a spare copy, optimiser state, activations and kept weights', () => {
    const experiment = { ...defaultExperiment(), precision: 'float64' as const };
    const { hidden: H, length: T, batch: B } = experiment.model;
    const V = 10;
    const parameters = 2 * H * V + H * H + H + V;
    // Adagrad keeps one vector: 5 copies in all.
    const expected = (parameters * (5 + mostKept) + T * B * (2 * V + 4 * H)) * 8 + records(experiment.steps);
    expect(runBytes(experiment, V)).toBe(expected);
  });

  it('in float32 is what the network lays out: five copies of the parameters, transposes, rows of a step', () => {
    const experiment = { ...defaultExperiment(), precision: 'float32' as const };
    const { hidden: H, length: T, batch: B } = experiment.model;
    const V = 65;
    const least = 4 * (5 * (2 * H * V + H * H) + H * H + H * V + T * B * (2 * V + 2 * H));
    const kept = mostKept * 4 * (2 * H * V + H * H + H + V);
    const bytes = runBytes(experiment, V) - records(experiment.steps) - kept;
    expect(bytes).toBeGreaterThan(least);
    expect(bytes).toBeLessThan(1.5 * least + 1e6);
  });

  it('refuses with the numbers and the largest H that fits', () => {
    const experiment = { ...defaultExperiment(), model: { ...defaultExperiment().model, hidden: 4096 } };
    const limit = 12 * runBytes(experiment, 60, 100);
    expect(() => checkMemory(experiment, 60, limit)).toThrow(
      expect.objectContaining({
        code: 'too-large-for-memory',
        message: expect.stringMatching(/The 12 runs need .* MB; .* MB may be used\./),
        next: expect.stringContaining('is 100;'),
      }) as LabError,
    );
    // In turn, those count that are in memory at once.
    expect(() => checkMemory(experiment, 60, 2 * runBytes(experiment, 60), 2)).not.toThrow();
    expect(() => checkMemory(experiment, 60, 2 * runBytes(experiment, 60), 3)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('The 3 runs that are trained at once need'),
        next: expect.stringContaining('fewer threads or'),
      }) as LabError,
    );
  });
});

describe('the scale of the initial weights', () => {
  it('is kept, and is 1 in files from before there was one', () => {
    const scaled = changed('model.initialScale', { Wxh: 1, Whh: 0.25, Why: 30 });
    expect(parseExperiment(scaled).model.initialScale).toEqual({ Wxh: 1, Whh: 0.25, Why: 30 });
    expect(parseExperiment(changed('model.initialScale', undefined))).toEqual(defaultExperiment());
  });
});

describe('where learning rates come from', () => {
  const base = defaultExperiment();
  const basin = { low: 0.05, high: 0.2, factor: 4, open: false };
  const tuned = {
    ...base,
    arms: base.arms.map((arm, i) => ({ ...arm, rate: 0.1 * (i + 1) })),
    tuning: {
      kind: 'best-per-arm' as const,
      grid: { low: 1e-4, high: 10, count: 13 },
      seeds: [10_001, 10_002],
      steps: 300,
      yardstick: 'bitsPerCharacter' as const,
      part: 'tuning' as const,
      best: base.arms.map(({ id }, i) => ({
        armId: id,
        rate: 0.1 * (i + 1),
        value: 2.1,
        basin,
        atEdge: null,
      })),
    },
  };

  it('is kept with the experiment, and names its policy', () => {
    expect(parseExperiment(JSON.parse(JSON.stringify(tuned)))).toEqual(tuned);
    expect(ratePolicy(tuned)).toBe('best per arm');
  });

  it('counts no more once a rate was changed by hand', () => {
    const [first, ...rest] = tuned.arms;
    expect(ratePolicy({ ...tuned, arms: [{ ...first, rate: 0.3 }, ...rest] })).toBe('set per arm');
  });

  it('is none in files from before it was recorded', () => {
    expect(parseExperiment({ ...base, tuning: undefined }).tuning).toBeNull();
    expect(
      Object.keys(parseExperiment(JSON.parse(JSON.stringify({ ...base, tuning: undefined })))).sort(),
    ).toEqual(Object.keys(base).sort());
  });
});
