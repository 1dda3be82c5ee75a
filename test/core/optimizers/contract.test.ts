import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../../../core/optimizers/optimizer.ts';
import { optimizer, optimizers } from '../../../core/optimizers/registry.ts';
import type { Vector } from '../../../core/outputs/vector.ts';
import fixture from '../../fixtures/optimizers.json' with { type: 'json' };

const all: readonly Optimizer[] = optimizers;

interface Trajectory {
  readonly optimizer: string;
  readonly rate: number;
  /** Where they differ from the defaults. */
  readonly settings: Readonly<Record<string, number>>;
  /** After each step. */
  readonly parameters: readonly (readonly number[])[];
}
const trajectories = fixture.trajectories as unknown as readonly Trajectory[];

function follow(
  { optimizer: id, rate, settings: changed }: Trajectory,
  array: Float64ArrayConstructor | Float32ArrayConstructor,
): number[][] {
  const chosen = optimizer(id);
  const settings = { ...chosen.defaults, ...changed };
  const parameters = array.from(fixture.start);
  const state = chosen.init(parameters, settings);
  return fixture.gradients.map((gradient) => {
    chosen.update(parameters, array.from(gradient), state, rate, settings);
    return [...parameters];
  });
}

describe('optimisers go the way PyTorch goes, step by step', () => {
  it.each(trajectories.map((each) => [each.optimizer, JSON.stringify(each.settings), each] as const))(
    '%s with %s',
    (_, _settings, each) => {
      const wide = follow(each, Float64Array);
      const narrow = follow(each, Float32Array);
      for (const [step, wanted] of each.parameters.entries())
        for (const [i, value] of wanted.entries()) {
          const scale = Math.max(1, Math.abs(value));
          const where = `step ${step + 1}, parameter ${i}`;
          expect(Math.abs(wide[step][i] - value) / scale, where).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(narrow[step][i] - value) / scale, `${where}, float32`).toBeLessThanOrEqual(1e-5);
        }
    },
  );

  it('has a trajectory of at least 6 steps for every optimiser with its defaults', () => {
    const withDefaults = trajectories.filter((each) => Object.keys(each.settings).length === 0);
    expect(withDefaults.map((each) => each.optimizer)).toEqual(all.map((each) => each.id));
    expect(fixture.gradients.length).toBeGreaterThanOrEqual(6);
  });
});

describe.each(all.map((each) => [each.id, each] as const))('%s', (_, each) => {
  const { defaults: settings, defaultRate: rate } = each;

  it.each<[string, Vector]>([
    ['Float64Array', new Float64Array(5)],
    ['Float32Array', new Float32Array(5)],
  ])('starts with zeros in the precision of a %s', (_name, like) => {
    like.fill(7);
    const state = each.init(like, settings);
    expect(state.step).toBe(0);
    for (const vector of Object.values(state.vectors)) {
      expect(vector).toBeInstanceOf(like.constructor);
      expect([...vector]).toEqual([0, 0, 0, 0, 0]);
      expect(vector.buffer).not.toBe(like.buffer);
    }
    expect(new Set(Object.values(state.vectors)).size).toBe(Object.keys(state.vectors).length);
  });

  it('changes parameters and state and nothing else', () => {
    const parameters = Float64Array.of(1, -2, 3);
    const gradients = Float64Array.of(0.5, -0.25, 0);
    const frozen = Object.freeze({ ...settings });
    const state = each.init(parameters, frozen);
    const vectors = { ...state.vectors };
    each.update(parameters, gradients, state, rate, frozen);
    expect([...gradients]).toEqual([0.5, -0.25, 0]);
    expect(state.step).toBe(1);
    for (const [name, vector] of Object.entries(vectors)) {
      expect(state.vectors[name]).toBe(vector);
      expect(vector.length).toBe(3);
    }
    // Against the gradient, and not at all where it is and was 0.
    expect(parameters[0]).toBeLessThan(1);
    expect(parameters[1]).toBeGreaterThan(-2);
    expect(parameters[2]).toBe(3);
  });

  it('stays inside a view: its neighbours in memory keep their values', () => {
    const memory = new Float64Array(6).fill(9);
    const view = memory.subarray(2, 4);
    each.update(view, Float64Array.of(1, -1), each.init(view, settings), rate, settings);
    expect([...memory].map((value) => value === 9)).toEqual([true, true, false, false, true, true]);
  });

  it('keeps all that it remembers in the state: two runs side by side do not mix', () => {
    const alone = Float64Array.of(1, 1);
    const beside = Float64Array.of(1, 1);
    const other = Float64Array.of(5, 5);
    const [a, b, c] = [alone, beside, other].map((like) => each.init(like, settings));
    for (const g of [0.5, -2, 0.1]) each.update(alone, Float64Array.of(g, -g), a, rate, settings);
    for (const g of [0.5, -2, 0.1]) {
      each.update(beside, Float64Array.of(g, -g), b, rate, settings);
      each.update(other, Float64Array.of(100, g), c, rate, settings);
    }
    expect(beside).toEqual(alone);
  });

  it('does nothing at rate 0, and goes down a bowl', () => {
    const still = Float64Array.of(4, -3);
    each.update(still, Float64Array.of(1, 2), each.init(still, settings), 0, settings);
    expect([...still]).toEqual([4, -3]);
    const w = Float64Array.of(1, -1);
    const state = each.init(w, settings);
    // E = ½ |w|², so g = w.
    for (let step = 0; step < 5000; step++) each.update(w, w.slice(), state, 0.03, settings);
    expect(Math.hypot(...w)).toBeLessThan(0.05);
  });

  it('has a range for each of its settings, with the default in it', () => {
    expect(Object.keys(each.ranges)).toEqual(Object.keys(settings));
    for (const [name, { low, below }] of Object.entries(each.ranges)) {
      expect(settings[name]).toBeGreaterThanOrEqual(low);
      expect(settings[name]).toBeLessThan(below);
    }
  });

  it('says what it is', () => {
    expect(each.formula).toContain('w ← w − η');
    expect(each.reference).not.toBe('');
    expect(each.defaultRate).toBeGreaterThan(0);
    expect(optimizer(each.id)).toBe(each);
  });
});

it.each(['', 'lion', 'SGD', 'constructor'])('has no optimiser %j', (id) => {
  expect(() => optimizer(id)).toThrow(
    expect.objectContaining({
      code: 'unknown-name',
      message: `No optimiser '${id}'. There are: sgd, momentum, adagrad, rmsprop, adam.`,
    }) as Error,
  );
});
