import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../../core/experiments/default-experiment.ts';
import type { Experiment } from '../../../../core/experiments/experiment.ts';
import { quickSweep } from '../../../../core/experiments/rates/quick-sweep.ts';
import {
  ratePolicy,
  wantsSearch,
  withoutStaleTuning,
  withTuning,
} from '../../../../core/experiments/rates/rate-policy.ts';
import { leftOf, missingPoints, sweepCurves, tuningOf } from '../../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../../../../core/experiments/rates/sweep-plan.ts';
import type { LayerDefinition } from '../../../../core/outputs/layer-definition.ts';
import { ofYardsticks } from '../../../../core/yardsticks/registry.ts';
import { optimizers } from '../../../../core/optimizers/registry.ts';

const asked = { ...defaultExperiment(), search: 'quick' } as const;

/** A run whose yardstick falls with its steps and is lowest near the place `best`; rates far above diverge. */
function done(point: SweepPoint, best: number, status: SweepRun['status'] = 'finished'): SweepRun {
  const bits = 2 + 0.2 * Math.abs(point.place - best) + 10 / point.steps;
  const evaluation = {
    step: point.steps,
    characters: 1000,
    seconds: 1,
    ...{ ...ofYardsticks(() => 0.5), bitsPerCharacter: bits, ownLoss: 1 },
    clippedShare: 0,
    zeroState: null,
  };
  return { ...point, status, evaluation, divergedAt: null, seconds: 1, engine: 'test' };
}

/** All runs of a plan, in the order in which one thread does them. */
function through(plan: SweepPlan, run: (point: SweepPoint) => SweepRun): SweepRun[] {
  const runs: SweepRun[] = [];
  for (let point = missingPoints(plan, runs)[0]; point; point = missingPoints(plan, runs)[0])
    runs.push(run(point));
  return runs;
}

describe('a quick sweep', () => {
  it.each([
    [1, 1],
    [1, 600],
    [3, 600],
    [6, 3000],
    [20, 50],
    [3, 40],
  ])('of %i seeds and %i steps takes a third of all training steps at most', (count, steps) => {
    const experiment = { ...asked, steps, seeds: Array.from({ length: count }, (_, i) => i + 1) };
    const plan = quickSweep(experiment);
    const runs = through(plan, (point) => done(point, 6));
    const trained = runs.reduce((sum, run) => sum + run.steps, 0);
    const reported = experiment.arms.length * count * steps;
    // Of a budget too small for a step at each rate, the step is taken all the same.
    const least = experiment.arms.length * (13 + 3);
    expect(trained).toBeLessThanOrEqual(Math.max(least, (trained + reported) / 3));
    expect(tuningOf(plan, runs)!.trained).toBe(trained);
    expect(runs.every((run) => run.steps <= steps)).toBe(true);
    expect(plan.seeds.some((seed) => experiment.seeds.includes(seed))).toBe(false);
  });

  it('trains the best three rates of each arm for longer, and takes the best of them', () => {
    const plan = quickSweep(asked);
    const best = Object.fromEntries(asked.arms.map(({ id }, i) => [id, 4 + i]));
    // Among the three, the order is another one after more steps.
    const runs = through(plan, (point) =>
      done(point, best[point.armId] + (point.steps === plan.steps ? 1 : 0)),
    );
    for (const { id } of asked.arms) {
      const longer = runs.filter((run) => run.armId === id && run.steps === plan.steps);
      expect(longer.map(({ place }) => place).sort()).toEqual([best[id] - 1, best[id], best[id] + 1]);
    }
    expect(sweepCurves(plan, runs).map((curve) => curve.best!.place)).toEqual(
      asked.arms.map(({ id }) => best[id] + 1),
    );
  });

  it('depends on its runs alone: half of them in another order lead to the same end', () => {
    const plan = quickSweep(asked);
    const whole = through(plan, (point) => done(point, 5));
    const half = whole.filter((_, i) => i % 2 === 0).reverse();
    const runs = [...half];
    for (let left = missingPoints(plan, runs); left.length > 0; left = missingPoints(plan, runs))
      runs.push(...left.map((point) => done(point, 5)).reverse());
    expect(tuningOf(plan, runs)).toEqual(tuningOf(plan, whole));
  });

  it('foretells the steps of rounds that have not begun', () => {
    const plan = quickSweep(asked);
    const { points, laterSteps } = leftOf(plan, []);
    expect(points).toHaveLength(4 * 13);
    expect(laterSteps).toBe(4 * 3 * plan.steps);
  });

  it('does not take a rate at which a run diverged, and has none where all did', () => {
    const plan = quickSweep(asked);
    const [first] = asked.arms;
    const some = through(plan, (point) => done(point, 6, point.place > 5 ? 'diverged' : 'finished'));
    expect(sweepCurves(plan, some).map(({ best }) => best!.place)).toEqual([5, 5, 5, 5]);
    const none = through(plan, (point) => done(point, 6, point.armId === first.id ? 'diverged' : 'finished'));
    expect(tuningOf(plan, none)).toBeNull();
    expect(leftOf(plan, none)).toEqual({ points: [], laterSteps: 0 });
  });

  it.each(optimizers.map(({ id, defaultRate }) => [id, defaultRate] as const))(
    'has the usual rate of %s in the middle of its grid',
    (id, rate) => {
      const { low, high } = quickSweep({ ...asked, optimizer: { id, settings: {} } }).grid;
      expect(Math.sqrt(low * high)).toBeCloseTo(rate, 6);
    },
  );
});

describe('an experiment that asks for best rates', () => {
  const plan = quickSweep(asked);
  const tuning = tuningOf(
    plan,
    through(plan, (point) => done(point, 5)),
  )!;
  const found = withTuning(asked, tuning);

  it('wants them until it has them, and says best per arm all along', () => {
    expect([wantsSearch(asked), ratePolicy(asked)]).toEqual([true, 'best per arm']);
    expect([wantsSearch(found), ratePolicy(found)]).toEqual([false, 'best per arm']);
    expect(withoutStaleTuning(asked, found)).toBe(found);
  });

  it.each([
    ['steps', { steps: 700 }],
    ['the number of seeds', { seeds: [1, 2] }],
    ['the model', { model: { ...found.model, hidden: 8 } }],
    ['the optimiser', { optimizer: { id: 'sgd', settings: {} } }],
  ])('looks anew where %s changed', (_, change) => {
    expect(wantsSearch(withoutStaleTuning(found, { ...found, ...change }))).toBe(true);
  });

  it('looks anew for an arm that was added', () => {
    const arms = [...found.arms, { id: 'more', layer: 'softmax-quadratic', rate: 0.1, clamp: null }];
    expect(wantsSearch(withoutStaleTuning(found, { ...found, arms }))).toBe(true);
  });

  it('keeps its rates under another name, and with an arm less', () => {
    expect(wantsSearch(withoutStaleTuning(found, { ...found, name: 'Another' }))).toBe(false);
    expect(wantsSearch(withoutStaleTuning(found, { ...found, arms: found.arms.slice(1) }))).toBe(false);
  });

  it('looks anew for an own loss that says something else, not for one that is called something else', () => {
    const own: LayerDefinition = {
      ...{ kind: 'formula', id: 'own', label: 'Own', activation: 'softmax', reference: '' },
      parameters: { a: { value: 1, low: 0, high: 2 } },
      loss: '-a * log(target(y))',
    };
    const arms = found.arms.map((arm, i) => (i === 0 ? { ...arm, layer: 'own' } : arm));
    const before: Experiment = { ...found, arms, layers: [own] };
    const after = (change: Partial<typeof own>) =>
      wantsSearch(withoutStaleTuning(before, { ...before, layers: [{ ...own, ...change }] }));
    expect(after({ label: 'Mine', reference: 'A paper' })).toBe(false);
    expect(after({ parameters: { a: { value: 1, low: 0, high: 4 } } })).toBe(false);
    expect(after({ parameters: { a: { value: 2, low: 0, high: 2 } } })).toBe(true);
    expect(after({ loss: '-2 * log(target(y))' })).toBe(true);
    // One that no arm uses changes nothing.
    const unused: Experiment = { ...found, layers: [own] };
    expect(wantsSearch(withoutStaleTuning(unused, { ...unused, layers: [] }))).toBe(false);
    const clamped = { ...before, arms: arms.map((arm, i) => (i === 0 ? { ...arm, clamp: 3 } : arm)) };
    expect(wantsSearch(withoutStaleTuning(before, clamped))).toBe(true);
  });

  it('does not look for rates any more where one is typed in', () => {
    const arms = found.arms.map((arm, i) => (i === 0 ? { ...arm, rate: 0.7 } : arm));
    const typed = withoutStaleTuning(found, { ...found, arms });
    expect([typed.search, ratePolicy(typed)]).toEqual([null, 'set per arm']);
    expect(withoutStaleTuning(asked, { ...asked, arms }).search).toBeNull();
  });
});
